import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../access/permissions';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { switchFeature } from './feature-switch';
import { changePlan } from './plan';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine({ size: 6 }));
afterAll(() => db.drop());

const termsOf = async ({ orgId }: TestOrg) =>
  (await db.admin.query('SELECT plan, features, features_off, limits FROM org WHERE id = $1', [orgId]))
    .rows[0];
const logOf = async ({ orgId }: TestOrg) =>
  (
    await db.admin.query(
      'SELECT action, target_id, before, after FROM audit_event WHERE org_id = $1 ORDER BY id',
      [orgId],
    )
  ).rows;
const member = async (org: TestOrg, role: Role) => {
  const user = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, user.userId, role);
  return actorIn(org, { userId: user.userId, role });
};
const change = (org: TestOrg, plan: 'free' | 'team' | 'business', from: 'free' | 'team' | 'business') =>
  changePlan(actorIn(org), { plan, from }, aRequest());

describe('[L1] changing the plan', () => {
  test('is in force and in the log; what an operator arranged and what is switched off stay', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    await db.admin.query(
      `UPDATE org SET features = '{"routing_log": true}', limits = '{"members": 7}', features_off = '{branding}' WHERE id = $1`,
      [org.orgId],
    );
    await change(org, 'team', 'free');
    expect(await termsOf(org)).toEqual({
      plan: 'team',
      features: { routing_log: true },
      features_off: ['branding'],
      limits: { members: 7 },
    });
    expect(await logOf(org)).toEqual([
      {
        action: 'org.plan_changed',
        target_id: org.orgId,
        before: { plan: 'free' },
        after: { plan: 'team' },
      },
    ]);
    expect(await termsOf(other)).toMatchObject({ plan: 'free', features: {} });
  });

  test('somebody else was quicker: a conflict, unless it is what was wanted', async () => {
    const org = await makeOrg(db.admin);
    await change(org, 'team', 'free');
    await expect(change(org, 'business', 'free')).rejects.toMatchObject({ code: 'conflict' });
    await change(org, 'team', 'free');
    expect(await logOf(org)).toHaveLength(1);
  });

  test('[L5] is an owner’s alone, by the role of this moment', async () => {
    const org = await makeOrg(db.admin);
    const admin = await member(org, 'admin');
    const asOwner = { ...admin, role: 'owner' as const }; // what they were when they came in
    const attempt = changePlan(asOwner, { plan: 'team', from: 'free' }, aRequest());
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
    expect((await termsOf(org)).plan).toBe('free');
  });
});

describe('[L1][L2] switching a feature', () => {
  const set = (org: TestOrg, on: boolean, actor = actorIn(org)) =>
    switchFeature(actor, { feature: 'member_export', on }, aRequest());

  test('off and on again, each with its line in the log, in this organization alone', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    await set(org, false, await member(org, 'admin'));
    expect((await termsOf(org)).features_off).toEqual(['member_export']);
    expect((await termsOf(other)).features_off).toEqual([]);
    await set(org, true);
    expect((await termsOf(org)).features_off).toEqual([]);
    expect(await logOf(org)).toMatchObject([
      { action: 'feature.switched_off', target_id: 'member_export' },
      { action: 'feature.switched_on', target_id: 'member_export' },
    ]);
  });

  test('what is so already is no event', async () => {
    const org = await makeOrg(db.admin);
    await set(org, true);
    await set(org, false);
    await set(org, false);
    expect((await termsOf(org)).features_off).toEqual(['member_export']);
    expect(await logOf(org)).toHaveLength(1);
  });

  test('two at the same moment: neither undoes the other', async () => {
    const org = await makeOrg(db.admin);
    await db.admin.query(`UPDATE org SET plan = 'business' WHERE id = $1`, [org.orgId]);
    const features = ['member_export', 'branding', 'routing_log', 'custom_domains'] as const;
    await Promise.all(
      features.map((feature) => switchFeature(actorIn(org), { feature, on: false }, aRequest())),
    );
    expect((await termsOf(org)).features_off.sort()).toEqual([...features].sort());
  });

  test('what the plan has not got can’t be switched on; off it can be', async () => {
    const org = await makeOrg(db.admin);
    const branding = (on: boolean) => switchFeature(actorIn(org), { feature: 'branding', on }, aRequest());
    await branding(false);
    await expect(branding(true)).rejects.toMatchObject({ code: 'feature_off' });
    expect((await termsOf(org)).features_off).toEqual(['branding']);
  });

  test('a role that was lost meanwhile switches nothing', async () => {
    const org = await makeOrg(db.admin);
    const viewer = await member(org, 'viewer');
    await expect(set(org, false, { ...viewer, role: 'admin' })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await termsOf(org)).features_off).toEqual([]);
  });
});
