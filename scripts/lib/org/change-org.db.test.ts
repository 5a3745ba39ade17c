import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../lib/db/testing/database';
import { makeOrg } from '../../../lib/db/testing/world';
import { readWish } from '../../../lib/plans/exceptions';
import { urlWith } from '../urls.mjs';
import { changeOrg, showOrg } from './change-org';
import { changesOf, stateOf } from './print';

// As the operator's command does it: signed in as the migrator, bound by the walls.

const db = await testDatabase();
let operator: pg.Client;
beforeAll(async () => {
  const password = process.env.TEST_MIGRATOR_PASSWORD ?? '';
  operator = new pg.Client(urlWith(db.adminUrl, { user: 'rowhouse_migrator', password }));
  await operator.connect();
});
afterAll(async () => {
  await operator.end();
  await db.drop();
});

const wish = (text: string) => readWish(text.split(' '));

describe('[L1] an operator', () => {
  test('changes plan and exceptions of one organization, with a line in its log, and sees before and after', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    const { before, after } = await changeOrg(
      operator,
      org.slug,
      wish('--plan team --feature routing_log=on --feature branding=off --limit members=500'),
    );
    expect(before).toMatchObject({ plan: 'free', features: {}, limits: {}, used: { members: 1 } });
    expect(after).toMatchObject({
      plan: 'team',
      features: { routing_log: true, branding: false },
      limits: { members: 500 },
    });
    expect(changesOf(before, after)).toMatch(/plan +free → team[\s\S]*limit members +1 of 25 → 1 of 500/);
    expect(stateOf(after)).toMatch(
      /feature branding +off +exception[\s\S]*feature routing_log +on +exception/,
    );
    expect(await showOrg(operator, other.slug)).toMatchObject({ plan: 'free', features: {}, limits: {} });
    const { rows } = await db.admin.query(
      'SELECT actor_kind, actor_label, action, before, after FROM audit_event WHERE org_id = $1',
      [org.orgId],
    );
    expect(rows).toEqual([
      {
        actor_kind: 'system',
        actor_label: 'Operator',
        action: 'org.terms_changed',
        before: { plan: 'free', features: {}, limits: {}, audit_chain: 'at commit' },
        after: {
          plan: 'team',
          features: { routing_log: true, branding: false },
          limits: { members: 500 },
          audit_chain: 'at commit',
        },
      },
    ]);
  });

  test('takes an exception back; what is so already is no event', async () => {
    const org = await makeOrg(db.admin);
    await changeOrg(operator, org.slug, wish('--limit members=500 --feature branding=on'));
    const { after } = await changeOrg(operator, org.slug, wish('--limit members=default'));
    expect(after).toMatchObject({ features: { branding: true }, limits: {} });
    await changeOrg(operator, org.slug, wish('--plan free'));
    const { rows } = await db.admin.query('SELECT 1 FROM audit_event WHERE org_id = $1', [org.orgId]);
    expect(rows).toHaveLength(2);
  });

  test('[D1] chooses when events get their place in the chain, and takes that back', async () => {
    const org = await makeOrg(db.admin);
    const { before, after } = await changeOrg(operator, org.slug, wish('--audit-chain batches'));
    expect(changesOf(before, after)).toMatch(/audit chain +at commit → in batches/);
    await changeOrg(operator, org.slug, wish('--audit-chain batches'));
    expect(stateOf(await showOrg(operator, org.slug))).toMatch(/audit chain +in batches/);
    expect((await changeOrg(operator, org.slug, wish('--audit-chain commit'))).after.chain).toBe('at commit');
  });

  test('is told when there is no such organization, or it was deleted', async () => {
    const org = await makeOrg(db.admin);
    await db.admin.query('UPDATE org SET deleted_at = now() WHERE id = $1', [org.orgId]);
    for (const slug of [org.slug, 'no-such-org'])
      await expect(changeOrg(operator, slug, wish('--plan team'))).rejects.toThrow(`no organization ${slug}`);
  });
});
