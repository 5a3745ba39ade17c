import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDns } from '../../scripts/lib/dns/server.mjs';
import { testDatabase } from '../db/testing/database';
import { insert, makeOrg, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { proofName, proofValue } from '../tenancy/custom-host';
import { recheckDomains } from './recheck-domains';

const dns = await startDns();
const alerts: { kind: string; host: string }[] = [];
const webhook = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    alerts.push(JSON.parse(body));
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
const db = await testDatabase();
Object.assign(process.env, {
  DNS_SERVERS: `127.0.0.1:${dns.port}`,
  DOMAIN_IPS: '192.0.2.9',
  WORKER_DATABASE_URL: db.workerUrl,
  ALERT_WEBHOOK_URL: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`,
});
beforeAll(() => db.useEngine());
afterAll(async () => {
  await db.drop();
  await dns.stop();
  webhook.close();
});

let org: TestOrg;
beforeEach(async () => {
  org = await makeOrg(db.admin);
  await db.admin.query(`UPDATE org SET plan = 'business' WHERE id = $1`, [org.orgId]);
  await db.admin.query(`UPDATE domain SET next_look_at = now() + interval '1 day' WHERE state <> 'lapsed'`);
  alerts.length = 0;
});
const stored = async (id: string) =>
  (await db.admin.query('SELECT * FROM domain WHERE id = $1', [id])).rows[0];
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);

/** A claim that is due; a live one when it is held. */
async function due(more: Record<string, unknown> = {}, held = false) {
  const [id, host] = [newId(), `${newId().slice(-12)}.test`];
  if (held) await insert(db.admin, 'org_host', { org_id: org.orgId, host });
  await insert(db.admin, 'domain', {
    org_id: org.orgId,
    id,
    host,
    proof: id,
    created_by: 'Owner',
    next_look_at: ago(1),
    ...(held
      ? { state: 'live', held_host: host, verified_at: ago(50), live_at: ago(50), points: 'here' }
      : { lapses_at: new Date(Date.now() + 9e8) }),
    ...more,
  });
  return { id, host };
}
const publish = ({ id, host }: { id: string; host: string }) => {
  dns.zone.set(proofName(host), 'TXT', proofValue(id));
  dns.zone.set(host, 'A', '192.0.2.9');
};

describe('[B2] domains are looked up by themselves', () => {
  test('what is due is, as the system; what is not is left alone', async () => {
    const ready = await due();
    const well = await due({}, true);
    const later = await due({ next_look_at: new Date(Date.now() + 60_000) });
    for (const domain of [ready, well, later]) publish(domain);
    await recheckDomains.run();
    expect((await stored(ready.id)).state).toBe('live');
    expect(await stored(later.id)).toMatchObject({ state: 'pending', checked_at: null });
    // A live one again in a day, not sooner.
    expect((await stored(well.id)).next_look_at.getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const { rows } = await db.admin.query(
      'SELECT actor_kind, actor_label, action FROM audit_event WHERE org_id = $1',
      [org.orgId],
    );
    expect(rows).toEqual([{ actor_kind: 'system', actor_label: 'Rowhouse', action: 'domain.verified' }]);
    const asked = dns.asked();
    await recheckDomains.run();
    expect(dns.asked()).toBe(asked);
  });

  test('failing and released ones raise an alert, a claim that nobody proved does not', async () => {
    const failing = await due({}, true);
    const lost = await due({ state: 'failing', missed: 9, missed_since: ago(80) }, true);
    await due({ lapses_at: ago(1) });
    await recheckDomains.run();
    const told = alerts.map(({ kind, host }) => `${kind} ${host}`).sort();
    expect(told).toEqual([`domain.failing ${failing.host}`, `domain.lapsed ${lost.host}`]);
    const { rows } = await db.admin.query('SELECT 1 FROM org_host WHERE host = $1', [lost.host]);
    expect(rows).toEqual([]);
  });

  test('[L2] claims follow their proof while the feature is off, too', async () => {
    const lost = await due({ state: 'failing', missed: 9, missed_since: ago(80) }, true);
    const well = await due({}, true);
    publish(well);
    await db.admin.query(`UPDATE org SET features_off = '{custom_domains}' WHERE id = $1`, [org.orgId]);
    await recheckDomains.run();
    expect((await stored(lost.id)).state).toBe('lapsed');
    expect((await stored(well.id)).state).toBe('live');
  });

  test('[T7] a deleted organization’s are left alone', async () => {
    const domain = await due({}, true);
    await db.admin.query('UPDATE org SET deleted_at = now() WHERE id = $1', [org.orgId]);
    await recheckDomains.run();
    expect((await stored(domain.id)).checked_at).toBeNull();
  });

  test('[I1] only the worker may ask which are due, and gets ids alone', async () => {
    await due();
    const app = await db.app();
    await expect(app.query('SELECT * FROM due_domains(9)')).rejects.toMatchObject({ code: '42501' });
    await expect(app.query('SELECT * FROM every_host()')).rejects.toMatchObject({ code: '42501' });
    const { fields } = await db.admin.query('SELECT * FROM due_domains(9)');
    expect(fields.map(({ name }) => name)).toEqual(['org_id', 'id']);
  });
});
