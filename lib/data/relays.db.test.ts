import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inOrg, inOrgTx } from '../db/in-org';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { isSigned, sign } from '../relays/signature';
import { dispatch, resendDead } from './deliveries';
import { changeRelay, createRelay, pauseRelay, removeRelay, rotateRelaySecret } from './relay-changes';
import { takeIncoming } from './relay-incoming';
import { MOST_RELAYS, openSecrets, relayById } from './relays';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

let db: TestDatabase;
let org: TestOrg;
let other: TestOrg;
let relay: { id: string; secret: string };

const request = aRequest();
const http = (name = 'Carrier') => ({ kind: 'http', name, url: 'https://relay.example.com/in' }) as const;

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  relay = await createRelay(actorIn(org), http(), request);
});
afterAll(() => db.drop());

const stored = async (id: string) =>
  (await db.admin.query('SELECT * FROM relay WHERE id = $1', [id])).rows[0];
const receipts = async () =>
  (await db.admin.query('SELECT count(*)::int AS n FROM relay_receipt')).rows[0].n as number;

const event = (text = 'Hello') =>
  JSON.stringify({ type: 'message.received', data: { from: '+49 30 1', text } });
/** What a sender sends, signed with `secret`. */
const signed = (secret: string, body = event(), id = newId(), at = new Date()) => ({
  headers: sign([secret], id, body, at),
  body,
});
const REFUSED = { code: 'bad_signature' };

describe('[C1] a relay’s secret', () => {
  test('is stored encrypted, opens with its org and id, and is in no list', async () => {
    const row = await stored(relay.id);
    expect(relay.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    expect(JSON.stringify(row)).not.toContain(relay.secret.slice(6));
    expect(row.secret_cipher.includes(Buffer.from(relay.secret))).toBe(false);
    expect(openSecrets(org.orgId, relay.id, row)).toEqual([relay.secret]);
    expect(() => openSecrets(other.orgId, relay.id, row)).toThrow();
    const [shown] = await inOrg(actorIn(org), (d) => d.rows(relayById(relay.id)));
    expect(shown).toMatchObject({ name: 'Carrier', tail: relay.secret.slice(-5) });
    expect(Object.keys(shown ?? {})).not.toContain('secret_cipher');
    const { rows } = await db.admin.query('SELECT before, after FROM audit_event WHERE org_id = $1', [
      org.orgId,
    ]);
    expect(JSON.stringify(rows)).not.toContain(relay.secret.slice(6, 30));
  });

  test('is replaced with a day in which both count', async () => {
    const one = await createRelay(actorIn(org), http('Rotating'), request);
    const { secret } = await rotateRelaySecret(actorIn(org), one.id, request);
    expect(secret).not.toBe(one.secret);
    for (const each of [one.secret, secret])
      expect(await takeIncoming(one.id, null, signed(each))).toEqual({ fresh: true });
    await db.admin.query(`UPDATE relay SET old_secret_until = now() - interval '1 second' WHERE id = $1`, [
      one.id,
    ]);
    await expect(takeIncoming(one.id, null, signed(one.secret))).rejects.toMatchObject(REFUSED);
    expect(await takeIncoming(one.id, null, signed(secret))).toEqual({ fresh: true });
  });
});

describe('[C2] an event that comes in', () => {
  test('is taken once, however often it is sent', async () => {
    const before = await receipts();
    const sent = signed(relay.secret);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => takeIncoming(relay.id, org.slug, sent)),
    );
    expect(answers.filter(({ fresh }) => fresh)).toHaveLength(1);
    // A retry is signed anew, at another time.
    const again = signed(relay.secret, sent.body, sent.headers['webhook-id'], new Date(Date.now() + 1000));
    expect(await takeIncoming(relay.id, null, again)).toEqual({ fresh: false });
    expect(await receipts()).toBe(before + 1);
  });

  test('is refused alike when it is forged, old, of the future, for a foreign relay or for none', async () => {
    const before = await receipts();
    const theirs = await createRelay(actorIn(other), http(), request);
    const minute = 60_000;
    const good = signed(relay.secret);
    const tries: [string | null, string | null, ReturnType<typeof signed>][] = [
      [relay.id, null, { ...good, body: event('Hallo') }],
      [relay.id, null, { ...good, headers: { ...good.headers, 'webhook-id': newId() } }],
      [relay.id, null, signed(theirs.secret)],
      [relay.id, null, signed(relay.secret, event(), newId(), new Date(Date.now() - 6 * minute))],
      [relay.id, null, signed(relay.secret, event(), newId(), new Date(Date.now() + 6 * minute))],
      [relay.id, other.slug, signed(relay.secret)], // on another org's host
      [relay.id, 'no-such-host', signed(relay.secret)],
      [theirs.id, org.slug, signed(theirs.secret)],
      [newId(), null, signed(relay.secret)],
      [null, null, signed(relay.secret)],
    ];
    for (const [id, host, sent] of tries)
      await expect(takeIncoming(id, host, sent)).rejects.toMatchObject(REFUSED);
    expect(await receipts()).toBe(before);
    expect(await takeIncoming(relay.id, org.slug, signed(relay.secret))).toEqual({ fresh: true });
  });

  test('of an outgoing kind, or no event at all, is refused: nothing that went out comes back', async () => {
    for (const body of [
      JSON.stringify({ type: 'message.sent', data: {} }),
      JSON.stringify({ type: 'relay.test', data: {} }),
      JSON.stringify({ type: 'Message', data: {} }),
      JSON.stringify({ type: 'message.received' }),
      JSON.stringify({ type: 'message.received', data: { from: '', text: 'x' } }),
      JSON.stringify({ type: 'message.received', data: { from: '+1', text: 'x', sub_team: 'nowhere' } }),
      '[]',
      'null',
      'no json',
    ])
      await expect(takeIncoming(relay.id, null, signed(relay.secret, body))).rejects.toMatchObject({
        code: 'invalid',
      });
  });

  test('does not come in while the relay is paused, nor for an org that was deleted', async () => {
    const one = await createRelay(actorIn(org), http('Paused'), request);
    await pauseRelay(actorIn(org), one.id, true, request);
    await expect(takeIncoming(one.id, null, signed(one.secret))).rejects.toMatchObject(REFUSED);
    await pauseRelay(actorIn(org), one.id, false, request);
    expect(await takeIncoming(one.id, null, signed(one.secret))).toEqual({ fresh: true });
    const gone = await makeOrg(db.admin);
    const theirs = await createRelay(actorIn(gone), http(), request);
    await db.admin.query('UPDATE org SET deleted_at = now() WHERE id = $1', [gone.orgId]);
    await expect(takeIncoming(theirs.id, null, signed(theirs.secret))).rejects.toMatchObject(REFUSED);
  });
});

describe('[C1] relays of another org', () => {
  test('are not there, for every act', async () => {
    const stranger = actorIn(other);
    const acts = [
      () => changeRelay(stranger, relay.id, { name: 'Mine' }, request),
      () => pauseRelay(stranger, relay.id, true, request),
      () => rotateRelaySecret(stranger, relay.id, request),
      () => removeRelay(stranger, relay.id, request),
      () => resendDead(stranger, { relayId: relay.id }, request),
    ];
    const before = await stored(relay.id);
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    expect(await stored(relay.id)).toEqual(before);
  });

  test('can’t be pointed at: the database refuses a delivery through one', async () => {
    const dispatching = inOrgTx(actorIn(other), (d) =>
      dispatch(d, { relayId: relay.id, type: 'relay.test', data: {}, createdBy: 'x' }),
    );
    await expect(dispatching).rejects.toThrow();
  });
});

test('[M1] who lost the role in the meantime changes nothing', async () => {
  const user = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, user.userId, 'member');
  const actor = actorIn(org, { ...user, role: 'admin' });
  await expect(createRelay(actor, http(), request)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(rotateRelaySecret(actor, relay.id, request)).rejects.toMatchObject({ code: 'forbidden' });
});

test('[C1] an org has so many relays and no more, however many are made at once', async () => {
  const full = await makeOrg(db.admin);
  const made = await Promise.allSettled(
    Array.from({ length: MOST_RELAYS + 4 }, (_, i) => createRelay(actorIn(full), http(`${i}`), request)),
  );
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_RELAYS);
});

test('[C2] a dead delivery is sent again under its old id; one that is not dead is not', async () => {
  const one = await createRelay(actorIn(org), http('Dead'), request);
  const send = () =>
    inOrgTx(actorIn(org), (d) =>
      dispatch(d, { relayId: one.id, type: 'relay.test', data: {}, createdBy: 'x' }),
    );
  const [first, second, third] = [await send(), await send(), await send()];
  await db.admin.query(
    `UPDATE relay_delivery SET state = 'dead', attempts = 8, next_at = NULL, settled_at = now() WHERE id = ANY ($1)`,
    [[first, second]],
  );
  expect(await resendDead(actorIn(org), { relayId: one.id, id: first }, request)).toBe(1);
  await expect(resendDead(actorIn(org), { relayId: one.id, id: third }, request)).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(resendDead(actorIn(org), { relayId: one.id, id: newId() }, request)).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await resendDead(actorIn(org), { relayId: one.id }, request)).toBe(1);
  const { rows } = await db.admin.query(
    'SELECT id, state, attempts FROM relay_delivery WHERE relay_id = $1 ORDER BY id',
    [one.id],
  );
  expect(rows).toEqual([first, second, third].map((id) => ({ id, state: 'waiting', attempts: 0 })));
});

test('[C2] a signature made for one relay says nothing at another of the same org', async () => {
  const one = await createRelay(actorIn(org), http('One'), request);
  const sent = signed(relay.secret);
  expect(isSigned([one.secret], sent.headers, sent.body)).toBe(false);
  await expect(takeIncoming(one.id, null, sent)).rejects.toMatchObject(REFUSED);
});
