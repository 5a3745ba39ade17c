import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { TestOrg } from './world';

/** What one question saw: the orgs of the rows it got, and how many rows it must get. */
export type Seen = { orgIds: readonly (string | undefined)[]; rows: number };
export type Ask = (org: TestOrg) => Promise<Seen>;

/** A way to ask the database, to be put under load. */
export type Way = {
  asks: Ask[];
  /** Questions that must fail, each time. */
  fails: ((org: TestOrg) => Promise<unknown>)[];
  /** The same question in no scope: must be an error, each time. */
  unscoped: () => Promise<unknown>;
  end(): Promise<void>;
};

export type LoadReport = {
  calls: number;
  /** Rows of another org than the one that asked. */
  foreign: number;
  /** Own rows that weren't there. */
  missing: number;
  /** Questions in no scope that got an answer. */
  unscoped: number;
  /** Questions that must fail and didn't. */
  unfailed: number;
  /** Questions without an answer: their connection was ended under them, or none came free in time. */
  lost: number;
  /** Failures of anything else; the first few messages. */
  broken: number;
  messages: string[];
};

/** True when nothing was seen that must not be, and something was. */
export const isClean = (r: LoadReport) =>
  r.calls > 0 && r.foreign + r.missing + r.unscoped + r.unfailed + r.broken === 0;

/**
 * Workers ask for random orgs, several questions in one tick, failing ones and unscoped ones among them, while
 * connections are ended under them; what each sees is compared with the org it asked for.
 * @param killer a superuser's connection that ends the app's connections; none are ended without it
 * @param until stops early when it is true: for ways that are expected to fail
 */
export async function load(
  way: Way,
  orgs: readonly TestOrg[],
  {
    workers = 32,
    ms,
    killer,
    until,
  }: { workers?: number; ms: number; killer?: pg.Client; until?: (r: LoadReport) => boolean },
): Promise<LoadReport> {
  const report: LoadReport = {
    calls: 0,
    foreign: 0,
    missing: 0,
    unscoped: 0,
    unfailed: 0,
    lost: 0,
    broken: 0,
    messages: [],
  };
  let end = Number.POSITIVE_INFINITY;
  const running = () => performance.now() < end && !until?.(report);

  const note = (error: unknown, expected: boolean) => {
    if (LOST.test(`${(error as { code?: string }).code} ${(error as Error).message}`)) report.lost++;
    else if (!expected) {
      report.broken++;
      if (report.messages.length < 5) report.messages.push((error as Error).message);
    }
  };
  const ask = async (org: TestOrg, question: Ask) => {
    report.calls++;
    try {
      const { orgIds, rows } = await question(org);
      report.foreign += orgIds.filter((id) => id !== undefined && id !== org.orgId).length;
      if (orgIds.filter((id) => id === org.orgId).length < rows) report.missing++;
    } catch (error) {
      note(error, false);
    }
  };
  const refuse = async (question: () => Promise<unknown>, counted: 'unscoped' | 'unfailed') => {
    report.calls++;
    try {
      await question();
      report[counted]++;
    } catch (error) {
      note(error, true);
    }
  };
  const pick = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)] as T;
  const work = async () => {
    while (running()) {
      const tick: Promise<void>[] = [];
      for (let i = 0; i < 6; i++) tick.push(ask(pick(orgs), pick(way.asks)));
      if (Math.random() < 0.2) tick.push(refuse(() => pick(way.fails)(pick(orgs)), 'unfailed'));
      if (Math.random() < 0.2) tick.push(refuse(way.unscoped, 'unscoped'));
      await Promise.all(tick);
    }
  };
  const kill = async () => {
    while (killer && running()) {
      await sleep(100);
      await killer.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND usename = 'rowhouse_app' ORDER BY random() LIMIT 1`,
      );
    }
  };
  // First each question once, so that what is prepared on first use doesn't count.
  for (const question of way.asks) await question(pick(orgs)).catch(() => {});
  end = performance.now() + ms;
  await Promise.all([kill(), ...Array.from({ length: workers }, work)]);
  return report;
}

// What a connection that was ended says, to the one who was using it and to the next, and what a full pool says.
const LOST =
  /P2028|timeout exceeded|57P01|P1017|unavailable|ECONNRESET|terminat|not queryable|server conn crashed|closed the connection|08P01|released inside/i;
