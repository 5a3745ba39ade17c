import { randomUUID } from 'node:crypto';
import { Engine } from '../lib/db/engine';
import type { OrgId } from '../lib/db/scope';
import { toUlid } from '../lib/ids';
import { openImport } from '../lib/jobs/import-rows';
import { FEW, findBuild, serve } from './http';
import { fillContacts } from './lib/contacts-data';
import { interleave, median, quantile, ratio } from './lib/measure';
import { type Line, type Part, timed, told } from './lib/report';
import { openWorld, query, type World } from './lib/world';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 31);
/** Requests whose p95 is one figure of a round. */
const REQUESTS = 20;
const IMPORTS = 7;
const FILE_ROWS = 10_000;

/** What a sub-team's size, and everybody else's, do to its lists; and how quickly a file of contacts comes in. */
export async function contacts(): Promise<Part> {
  const few = await openWorld('rowhouse_bench_contacts_few', { ...FEW, orgs: 3 });
  const many = await openWorld('rowhouse_bench_contacts_many', { ...FEW, orgs: 3 });
  await fillContacts(few.adminUrl, { subTeams: 100, each: 100, shared: 1 });
  await fillContacts(many.adminUrl, { subTeams: 20, each: 100_000, shared: 10 });
  const lists = await compareLists(few, many);
  const imports = await importFiles(many);
  return {
    lines: [...lists.lines, ...imports.lines],
    data: { lists: lists.data, imports: imports.perSecond },
  };
}

async function compareLists(few: World, many: World): Promise<{ lines: Line[]; data: unknown }> {
  const dist = findBuild();
  if (!dist) return { lines: [told('lists', 'skipped: there is no build (npm run build)')], data: null };
  const servers = [await serve(dist, few), await serve(dist, many)] as const;
  const lines: Line[] = [];
  const data: Record<string, unknown> = {};
  try {
    const groups = [await someGroup(few), await someGroup(many)] as const;
    const list = '/s/team-0/contacts';
    const kinds = {
      list: [list, list],
      // Full pages in both, so that what is compared is how they are found.
      'search by name': [`${list}?q=okafor`, `${list}?q=okafor`],
      'search by e-mail': [`${list}?q=person4%40`, `${list}?q=person4%40`],
      'search by phone': [`${list}?q=3000004`, `${list}?q=3000004`],
      group: groups.map((id) => `${list}?group=${toUlid(id)}`),
    };
    for (const [kind, [small = '', large = '']] of Object.entries(kinds)) {
      const p95 =
        (at: 0 | 1, path: string, requests = REQUESTS) =>
        async () => {
          const taken: number[] = [];
          for (let i = 0; i < requests; i++) taken.push(await servers[at].member.timed(path));
          return quantile(taken, 0.95);
        };
      await p95(0, small, 30)();
      await p95(1, large, 30)();
      const figures = await interleave({ few: p95(0, small), many: p95(1, large) }, ROUNDS);
      data[kind] = figures;
      lines.push(
        timed(
          `contacts, ${kind}: p95 at 100,000 of 2 million to 100 of 10,000`,
          ratio(figures.many, figures.few),
          { atMost: 1.3 },
        ),
      );
    }
    return { lines, data };
  } finally {
    for (const server of servers) await server.stop();
  }
}

const someGroup = ({ adminUrl, big }: World): Promise<string> =>
  query(adminUrl, async (db) => {
    const { rows } = await db.query<{ id: string }>(
      `SELECT g.id FROM contact_group g JOIN sub_team t ON t.org_id = g.org_id AND t.id = g.workspace_id
        WHERE g.org_id = $1 AND t.slug = 'team-0'`,
      [big.orgId],
    );
    if (!rows[0]) throw new Error('the bench sub-team has no group');
    return rows[0].id;
  });

/** Whole files, through reading, judging, the search for twins and the quota, into a sub-team that has 100,000 already. */
async function importFiles({ adminUrl, appUrl, big }: World) {
  const kept = globalThis as { rowhouseEngine?: Engine };
  kept.rowhouseEngine = new Engine({ url: appUrl, size: 4 });
  const perSecond: number[] = [];
  try {
    for (let i = 0; i < IMPORTS; i++) {
      const waiting = await query(adminUrl, async (db) => {
        await db.query(`UPDATE org SET limits = limits || '{"contacts": 100000000}' WHERE id = $1`, [
          big.orgId,
        ]);
        const { rows } = await db.query<{ workspace_id: string }>(
          `INSERT INTO csv_import (org_id, workspace_id, id, resource, file_name, state, source, total, sample, mapping, created_by_id, created_by)
            SELECT t.org_id, t.id, $2, 'contact', 'bench.csv', 'waiting', $3, $4, '[]', $5, $2, 'Bench'
            FROM sub_team t WHERE t.org_id = $1 AND t.slug = 'team-0' RETURNING workspace_id`,
          [big.orgId, randomUUID(), file(), FILE_ROWS, { name: 0, email: 1, phone: 2, company: 3, notes: 4 }],
        );
        const { rows: ids } = await db.query<{ id: string }>(
          `SELECT id FROM csv_import WHERE org_id = $1 AND state = 'waiting'`,
          [big.orgId],
        );
        return {
          org_id: big.orgId as OrgId,
          workspace_id: rows[0]?.workspace_id ?? '',
          id: ids[0]?.id ?? '',
        };
      });
      const start = performance.now();
      const step = await openImport(waiting);
      while (await step());
      perSecond.push((FILE_ROWS / (performance.now() - start)) * 1000);
    }
    await query(adminUrl, (db) => db.query(`DELETE FROM contact WHERE company = 'Bench import'`));
    const rows = median(perSecond);
    return {
      perSecond,
      lines: [
        told(
          'contacts, import of 10,000 rows: rows a second',
          `${rows.toFixed(0)} (${Math.min(...perSecond).toFixed(0)}–${Math.max(...perSecond).toFixed(0)})`,
          '≥ 5000',
          rows >= 5000,
        ),
      ],
    };
  } finally {
    await kept.rowhouseEngine.end();
  }
}

/** Plausible rows that were never there before. */
function file(): string {
  const run = randomUUID().slice(0, 8);
  const rows = Array.from(
    { length: FILE_ROWS },
    (_, i) => `Person ${run} ${i},p${i}.${run}@bench.example,+49 30 ${1_000_000 + i},Bench import,`,
  );
  return `Name,E-mail,Phone,Company,Notes\n${rows.join('\n')}`;
}
