import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../access/actor';
import { enterOrg } from '../db/enter';
import { walledTables } from '../db/testing/catalogue';
import { testDatabase } from '../db/testing/database';
import { fingerprint, rowsOf } from '../db/testing/fingerprint';
import { rowFor } from '../db/testing/rows';
import {
  addMember,
  insert,
  makeOrg,
  makeRecords,
  makeSubTeams,
  makeUser,
  type TestOrg,
} from '../db/testing/world';
import { newId } from '../ids';
import { purgeOrganization, purgeOrganizations } from '../jobs/purge-organizations';
import { closeAccount, onlyOwnerOf } from './close-account';
import { deleteOrg } from './delete-org';
import { deletedCards, myDeletedOrgs } from './deleted-orgs';
import { acceptInvitation } from './join';
import { myOrgs } from './my-orgs';
import { orgContents } from './org-contents';
import { restoreOrg } from './restore-org';
import { slugAvailability } from './slug-availability';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
let org: TestOrg;
let other: TestOrg;
let otherBefore: Record<string, string>;

beforeAll(async () => {
  await db.useEngine();
  await db.useWorker();
});
afterAll(() => db.drop());

/** An org with a row in every table there is. */
async function fullOrg(): Promise<TestOrg> {
  const made = await makeOrg(db.admin);
  await makeSubTeams(db.admin, made.orgId);
  await makeRecords(db.admin, made.orgId);
  const has = await rowsOf(db.admin, made.orgId);
  for (const { table } of (await walledTables(db.admin)).filter(({ setting }) => setting === 'app.org_id'))
    if (!has[table]) await insert(db.admin, table, rowFor(table, made, (await makeUser(db.admin)).userId));
  return made;
}

beforeEach(async () => {
  [org, other] = [await fullOrg(), await fullOrg()];
  otherBefore = await fingerprint(db.admin, other.orgId);
});

const personOf = ({
  userId,
  sessionId,
}: {
  userId: TestOrg['userId'];
  sessionId: TestOrg['sessionId'];
}): Person => ({
  userId,
  sessionId,
  name: 'Somebody',
  email: `${userId}@test.example`,
  verified: true,
});
const remove = (one = org, slug = one.slug) => deleteOrg(actorIn(one), { slug }, aRequest());
const restore = (who: { userId: TestOrg['userId']; sessionId: TestOrg['sessionId'] } = org, one = org) =>
  restoreOrg(one.orgId, personOf(who), aRequest());
const age = (days: number, one = org) =>
  db.admin.query(`UPDATE org SET deleted_at = now() - make_interval(days => $2) WHERE id = $1`, [
    one.orgId,
    days,
  ]);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.code ?? error.message,
  );
const enter = (one: TestOrg) => codeOf(enterOrg({ host: one.slug }, one, null, []));
const purge = (one = org) =>
  purgeOrganization.run({ orgId: one.orgId, actor: { kind: 'task', name: 'test' }, input: {} });
const actionsOf = async (one: TestOrg) =>
  (
    await db.admin.query('SELECT action FROM audit_event WHERE org_id = $1 ORDER BY id', [one.orgId])
  ).rows.map(({ action }) => action);

describe('[T7] deleting', () => {
  test('[T7] takes it from sight at once, holds its hosts, and touches no other organization', async () => {
    const before = await fingerprint(db.admin, org.orgId);
    const { owners, until } = await remove();
    expect(owners).toEqual([`${org.userId}@test.example`]);
    expect(Math.round((until.getTime() - Date.now()) / 86_400_000)).toBe(30);
    expect(await enter(org)).toBe('not_found');
    expect(await enter(other)).toBe('done');
    expect(await myOrgs(org)).toEqual([]);
    expect((await slugAvailability(org.slug, null)).free).toBe(false);
    expect(await fingerprint(db.admin, org.orgId)).toEqual(before);
    expect(await fingerprint(db.admin, other.orgId)).toEqual(otherBefore);
    expect(await actionsOf(org)).toContain('org.deleted');
  });

  test('[T7] needs the slug, typed', async () => {
    for (const slug of ['', other.slug, org.slug.toUpperCase(), `${org.slug}x`])
      expect(await codeOf(remove(org, slug))).toBe('invalid');
    expect(await enter(org)).toBe('done');
  });

  test('[T7] is an owner’s alone, by the role of that moment', async () => {
    for (const role of ['admin', 'member', 'viewer']) {
      const { userId } = await makeUser(db.admin);
      await addMember(db.admin, org.orgId, userId, role);
      // The actor still says owner: what counts is the row.
      expect(await codeOf(deleteOrg(actorIn(org, { userId }), { slug: org.slug }, aRequest()))).toBe(
        'forbidden',
      );
    }
    expect(await enter(org)).toBe('done');
  });

  test('[T7] happens once, however many ask at the same moment', async () => {
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(remove())));
    expect(codes.toSorted()).toEqual(['done', ...Array.from({ length: 7 }, () => 'not_found')]);
    expect((await actionsOf(org)).filter((action) => action === 'org.deleted')).toHaveLength(1);
  });

  test('[T7] says what will go, of every table there is', async () => {
    const counts = Object.fromEntries(
      (await orgContents(actorIn(org))).map(({ label, count }) => [label, count]),
    );
    const rows = await rowsOf(db.admin, org.orgId);
    expect(counts).toMatchObject({
      Members: rows.membership,
      Invitations: rows.invitation,
      Addresses: rows.org_host,
      'Audit events': rows.audit_event,
    });
  });
});

describe('[T7] restoring', () => {
  test('[T7] brings back every row as it was', async () => {
    const before = await fingerprint(db.admin, org.orgId);
    await remove();
    await age(29);
    expect(deletedCards(await myDeletedOrgs(org)).map(({ name }) => name)).toEqual([org.slug]);
    expect(await restore()).toEqual({ name: org.slug, slug: org.slug });
    expect(await fingerprint(db.admin, org.orgId)).toEqual(before);
    expect(await fingerprint(db.admin, other.orgId)).toEqual(otherBefore);
    expect(await enter(org)).toBe('done');
    expect(deletedCards(await myDeletedOrgs(org))).toEqual([]);
    expect((await actionsOf(org)).slice(-2)).toEqual(['org.deleted', 'org.restored']);
  });

  test('[T7] is no longer possible after 30 days', async () => {
    await remove();
    await age(30);
    expect(deletedCards(await myDeletedOrgs(org))).toEqual([]);
    expect(await codeOf(restore())).toBe('not_found');
    expect(await enter(org)).toBe('not_found');
  });

  test('[T7] is an owner’s of that organization; to others it answers as for none', async () => {
    const admin = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, admin.userId, 'admin');
    await remove();
    const ended = { ...org, sessionId: newId() as TestOrg['sessionId'] };
    expect(deletedCards(await myDeletedOrgs(admin))).toEqual([]);
    expect(await codeOf(restore(admin))).toBe('not_found');
    expect(await codeOf(restore(other))).toBe('not_found');
    expect(await codeOf(restoreOrg(newId(), personOf(org), aRequest()))).toBe('not_found');
    expect(await codeOf(restore(ended))).toBe('unauthenticated');
    // One that is not deleted is nothing to restore.
    expect(await codeOf(restore(other, other))).toBe('not_found');
    expect(await enter(org)).toBe('not_found');
  });
});

describe('[T7] an account in a deleted organization', () => {
  test('[T7] [M8] can be closed, by its only owner too; then nobody can bring it back', async () => {
    const member = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, member.userId, 'viewer');
    await remove();
    expect(await onlyOwnerOf(org)).toEqual([]);
    await closeAccount(personOf(member), aRequest());
    await closeAccount(personOf(org), aRequest());
    expect((await rowsOf(db.admin, org.orgId)).membership ?? 0).toBeLessThanOrEqual(1); // of fullOrg's, if any
    await expect(
      db.admin.query('UPDATE org SET deleted_at = NULL WHERE id = $1', [org.orgId]),
      'the database keeps an organization without an owner away',
    ).rejects.toMatchObject({ code: 'RH410' });
    await age(31);
    await purge();
    expect(await rowsOf(db.admin, org.orgId)).toEqual({});
  });

  test('[T7] [M2] its owner who restores it and closes the account at the same moment leaves no organization without an owner', async () => {
    for (let round = 0; round < 15; round++) {
      const one = await makeOrg(db.admin);
      await remove(one);
      await Promise.all([codeOf(restore(one, one)), codeOf(closeAccount(personOf(one), aRequest()))]);
      const { rows } = await db.admin.query(
        `SELECT 1 FROM org o WHERE o.id = $1 AND o.deleted_at IS NULL AND NOT EXISTS (
          SELECT 1 FROM membership m WHERE m.org_id = o.id AND m.role = 'owner')`,
        [one.orgId],
      );
      expect(rows).toEqual([]);
    }
  });
});

describe('[T7] the purge', () => {
  test('[T7] leaves no row in any table, and no other organization’s row touched', async () => {
    for (let i = 0; i < 20; i++) await addMember(db.admin, org.orgId, (await makeUser(db.admin)).userId);
    await remove();
    await age(31);
    expect(Object.keys(await rowsOf(db.admin, org.orgId)).length).toBeGreaterThanOrEqual(5);
    await purge();
    expect(await rowsOf(db.admin, org.orgId)).toEqual({});
    expect(await fingerprint(db.admin, other.orgId)).toEqual(otherBefore);
    // People stay, and the slug is free for anybody.
    expect((await db.admin.query('SELECT 1 FROM app_user WHERE id = $1', [org.userId])).rowCount).toBe(1);
    expect((await slugAvailability(org.slug, null)).free).toBe(true);
  });

  test('[T7] leaves alone what is not deleted, or not long enough, whoever asks', async () => {
    const before = await rowsOf(db.admin, org.orgId);
    await purge();
    expect(await rowsOf(db.admin, org.orgId)).toEqual(before);
    await remove();
    await age(29);
    const deleted = await rowsOf(db.admin, org.orgId);
    await purge();
    await purge({ ...org, orgId: newId() as TestOrg['orgId'] });
    expect(await rowsOf(db.admin, org.orgId)).toEqual(deleted);
  });

  test('[T7] does nothing by half: with rows that would be left, everything stays', async () => {
    await db.admin.query('CREATE TABLE stray (org_id uuid NOT NULL); GRANT SELECT ON stray TO rowhouse_gate');
    try {
      await db.admin.query('INSERT INTO stray VALUES ($1)', [org.orgId]);
      await remove();
      await age(31);
      const before = await fingerprint(db.admin, org.orgId);
      await expect(purge()).rejects.toThrow('rows of a purged organization are left');
      expect(await fingerprint(db.admin, org.orgId)).toEqual(before);
    } finally {
      await db.admin.query('DROP TABLE stray');
    }
  });

  test('[T7] and a restoration at the same moment: one of them, whole', async () => {
    for (let round = 0; round < 15; round++) {
      const one = await makeOrg(db.admin);
      await remove(one);
      await db.admin.query(
        `UPDATE org SET deleted_at = now() - interval '30 days' + make_interval(secs => 0.02) WHERE id = $1`,
        [one.orgId],
      );
      const restored = [restore(one, one), restore(one, one)].map(codeOf);
      await Promise.all([purge(one), purge(one), purge(one), ...restored]);
      await purge(one);
      const left = await rowsOf(db.admin, one.orgId);
      if ((await Promise.all(restored)).includes('done')) expect(await enter(one)).toBe('done');
      else expect(left).toEqual({});
    }
  });

  test('[T7] every due organization gets a job of its own', async () => {
    const due = [await makeOrg(db.admin), await makeOrg(db.admin)];
    for (const one of due) await remove(one);
    for (const one of due) await age(31, one);
    await remove();
    await purgeOrganizations.run();
    await purgeOrganizations.run();
    const { rows } = await db.admin.query('SELECT payload FROM graphile_worker._private_jobs');
    const orgs = rows.map(({ payload }) => payload.org);
    for (const { orgId } of due) expect(orgs.filter((id) => id === orgId)).toHaveLength(1);
    expect(orgs).not.toContain(org.orgId);
    expect(orgs).not.toContain(other.orgId);
  });
});

test('[T7] who accepts an invitation while the organization is deleted joins before, or not at all', async () => {
  for (let round = 0; round < 15; round++) {
    const one = await makeOrg(db.admin);
    const guest = await makeUser(db.admin);
    const secret = randomBytes(32);
    await insert(db.admin, 'invitation', {
      ...rowFor('invitation', one, guest.userId),
      email: guest.email,
      pending_email: guest.email,
      status: 'pending',
      token_hash: createHash('sha256').update(createHash('sha256').update(secret).digest()).digest(),
      invited_by_id: one.userId,
    });
    const hash = createHash('sha256').update(secret).digest();
    const [joined] = await Promise.all([
      codeOf(acceptInvitation({ hash }, personOf(guest), aRequest())),
      codeOf(remove(one)),
    ]);
    expect(['done', 'not_found']).toContain(joined);
    const actions = await actionsOf(one);
    if (joined === 'done')
      expect(actions.indexOf('member.joined')).toBeLessThan(actions.indexOf('org.deleted'));
    else expect(actions).toEqual(['org.deleted']);
  }
});
