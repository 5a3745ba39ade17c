import { type Claimed, claimDue, noteHealth, settle } from '../data/deliveries';
import { openSecrets, type SealedSecrets } from '../data/relays';
import { takeEvent } from '../data/take-event';
import { askWorkerGate, inOrgAsJob, inWorkspaceTxAsJob } from '../db/as-job';
import type { OrgId } from '../db/scope';
import { ORG, sql } from '../db/sql';
import { env } from '../env';
import { AppError } from '../errors';
import { log } from '../log';
import { holdS, LEASE_S, verdictOf } from '../relays/delivery';
import { echoOf, outgoingBody } from '../relays/events';
import { type Called, post } from '../relays/post';
import { isSigned, sign } from '../relays/signature';
import type { Loop } from './loop';
import { type Due, Places } from './places';

const LOOK_EVERY_MS = 250;
const AFTER_TROUBLE_MS = 2000;
const RELAYS_A_ROUND = 1000;

type DueRelay = Due & { org_id: OrgId };
type Relay = SealedSecrets & { kind: 'http' | 'echo'; url: string | null };

/**
 * Sends what is due, in turns that `Places` gives out. A delivery is taken for so many seconds: when this process dies in
 * the middle, it is due again after them, under the same id, by which its receiver knows it.
 */
export const relaySender: Loop = { name: 'relay-sender', open: () => openSender() };

/** @param timeoutMs of one call; in tests it is shorter */
export function openSender({ timeoutMs }: { timeoutMs?: number } = {}): { stop(): Promise<void> } {
  const places = new Places();
  const calls = new Set<Promise<void>>();
  let stopping = false;
  let wake = () => {};

  const begin = (due: DueRelay, relay: Relay, claimed: Claimed) => {
    const { org_id: orgId, relay_id: relayId } = due;
    const end = places.begin(due, Date.now());
    const call = attempt(orgId, relayId, relay, claimed, timeoutMs)
      // Nothing is lost: it is due again when its lease ends.
      .catch((error) => log.error('a delivery was not settled', { orgId, delivery: claimed.id, error }))
      .finally(() => {
        calls.delete(call);
        end(Date.now());
        wake();
      });
    calls.add(call);
  };

  const round = async () => {
    const all = await askWorkerGate(sql<DueRelay>`SELECT * FROM due_relays(${RELAYS_A_ROUND}::int)`);
    for (const due of places.inOrder(all)) {
      const free = places.free(due, Date.now());
      if (free === 0 || stopping) continue;
      try {
        const { relay, claimed } = await claim(due.org_id, due.relay_id, free);
        for (const one of claimed) if (relay) begin(due, relay, one);
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'not_found')) throw error; // it was just deleted
      }
    }
  };

  const running = (async () => {
    while (!stopping) {
      const pause = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const trouble = await round().then(
        () => false,
        (error) => {
          log.error('relays could not be looked through', { error });
          return true;
        },
      );
      const timer = setTimeout(wake, trouble ? AFTER_TROUBLE_MS : LOOK_EVERY_MS);
      await pause;
      clearTimeout(timer);
    }
  })();

  return {
    stop: async () => {
      stopping = true;
      wake();
      await running;
      await Promise.all(calls);
    },
  };
}

const relayOf = (id: string) => sql<Relay>`
  SELECT r.kind, r.url, r.secret_cipher, CASE WHEN r.old_secret_until > now() THEN r.old_secret_cipher END AS old_secret_cipher
  FROM relay r WHERE r.org_id = ${ORG} AND r.id = ${id}::uuid AND NOT r.paused`;

const claim = (orgId: OrgId, relayId: string, places: number) =>
  inOrgAsJob(orgId, async (db) => {
    const [relay] = await db.rows(relayOf(relayId));
    return { relay, claimed: relay ? await db.rows(claimDue(relayId, places, LEASE_S)) : [] };
  });

/** One attempt, from signing to what became of it. Nothing of it is inside a transaction but the writing down. */
async function attempt(orgId: OrgId, relayId: string, relay: Relay, claimed: Claimed, timeoutMs?: number) {
  const at = new Date();
  const called = await call(orgId, relayId, relay, claimed, timeoutMs).catch((error): Called => {
    log.error('a delivery failed on our side', { orgId, delivery: claimed.id, error });
    return { ms: 0, error: 'was not called: something is wrong on our side' };
  });
  const verdict = verdictOf(called, claimed.attempts);
  const { ms, status, error } = called;
  const tried = { at: at.toISOString(), ms, ...(status && { status }), ...(error && { error }) };
  const waitS = 'waitS' in verdict ? verdict.waitS : null;
  await inOrgAsJob(orgId, async (db) => {
    await settle(db, claimed, { state: verdict.state, waitS, tried });
    await noteHealth(db, relayId, error === undefined, holdS);
  });
}

async function call(orgId: OrgId, relayId: string, relay: Relay, claimed: Claimed, timeoutMs?: number) {
  const body = outgoingBody(claimed.type, claimed.created_at, claimed.body);
  const secrets = openSecrets(orgId, relayId, relay);
  const headers = sign(secrets, claimed.id, body);
  if (relay.kind === 'echo' || relay.url === null)
    return echo(orgId, relayId, claimed, isSigned(secrets, headers, body));
  return post(relay.url, headers, body, { loopback: env().RELAY_LOOPBACK === 'on', timeoutMs });
}

/** The built-in relay: answers each event with one of its own, which comes in as any other would. */
async function echo(
  orgId: OrgId,
  relayId: string,
  { id, type, body }: Claimed,
  signed: boolean,
): Promise<Called> {
  if (!signed) return { ms: 0, error: 'the signature does not fit' };
  await takeEvent(orgId, relayId, `echo-${id}`, echoOf(type, body), {
    inOrg: (fn) => inOrgAsJob(orgId, fn),
    inWorkspaceTx: (workspaceId, fn) => inWorkspaceTxAsJob(orgId, workspaceId, fn),
  });
  return { ms: 0, status: 200 };
}
