import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDns } from '../../scripts/lib/dns/server.mjs';
import { proofName, proofValue } from '../tenancy/custom-host';
import { type DnsSettings, lookUp, seenIn } from './dns';

const HOST = 'console.acme.test';
const TARGET = 'domains.rowhouse.example';
const PROOF = 'k3yk3yk3y';
let dns: Awaited<ReturnType<typeof startDns>>;
let settings: DnsSettings;

beforeAll(async () => {
  dns = await startDns();
  settings = {
    servers: [`127.0.0.1:${dns.port}`],
    target: TARGET,
    ips: ['192.0.2.9'],
    timeout: 150,
    tries: 1,
  };
});
afterAll(() => dns.stop());
beforeEach(() => {
  for (const name of [HOST, proofName(HOST), TARGET, 'edge.acme.test', 'loop.acme.test']) {
    dns.zone.remove(name);
    dns.zone.behave(name, 'well');
  }
  dns.zone.set(TARGET, 'A', '203.0.113.7');
  dns.zone.set(TARGET, 'AAAA', '2001:db8:0:0::7');
});
const look = (more: Partial<DnsSettings> = {}) => lookUp(HOST, PROOF, { ...settings, ...more });

describe('[B2] the proof', () => {
  const txt = async () => (await look()).txt;

  test('no record, another value, the right one among others', async () => {
    expect(await txt()).toEqual({ answer: 'none', values: [] });
    dns.zone.set(proofName(HOST), 'TXT', 'v=spf1 -all', proofValue('an0ther'));
    expect(await txt()).toEqual({ answer: 'other', values: ['v=spf1 -all', proofValue('an0ther')] });
    dns.zone.set(proofName(HOST), 'TXT', 'v=spf1 -all', proofValue(PROOF));
    expect((await txt()).answer).toBe('right');
  });

  test('a proof that is nearly right is none: longer, shorter, in other letters, at the host itself', async () => {
    for (const value of [
      `${proofValue(PROOF)}x`,
      proofValue(PROOF).slice(0, -1),
      proofValue(PROOF).toUpperCase(),
      PROOF,
    ]) {
      dns.zone.set(proofName(HOST), 'TXT', value);
      expect((await txt()).answer, value).toBe('other');
    }
    dns.zone.remove(proofName(HOST));
    dns.zone.set(HOST, 'TXT', proofValue(PROOF));
    expect((await txt()).answer).toBe('none');
  });

  test('a name server that is silent, that fails, or that is not there has said nothing', async () => {
    for (const mood of ['silent', 'broken']) {
      dns.zone.behave(proofName(HOST), mood);
      const found = await look();
      expect([found.txt.answer, seenIn(found).proof], mood).toEqual(['silent', 'silent']);
    }
    const found = await look({ servers: ['127.0.0.1:9'] });
    expect(seenIn(found)).toEqual({ proof: 'silent', points: 'silent' });
  });

  test('of what strangers write little is kept', async () => {
    dns.zone.set(proofName(HOST), 'TXT', ...Array.from({ length: 3 }, (_, i) => `${i}`.repeat(250)));
    const { values } = await txt();
    expect(values.join('').length).toBeLessThanOrEqual(6 * 256);
  });
});

describe('[B2] where the host leads', () => {
  const points = async (more: Partial<DnsSettings> = {}) => (await look(more)).points;

  test('nowhere', async () => {
    expect(await points()).toEqual({ answer: 'none', names: [], addresses: [] });
  });

  test('here by a CNAME, however it is spelt, and by a chain of them', async () => {
    dns.zone.set(HOST, 'CNAME', TARGET.toUpperCase());
    expect(await points()).toMatchObject({ answer: 'here', names: [TARGET] });
    dns.zone.set(HOST, 'CNAME', 'edge.acme.test');
    dns.zone.set('edge.acme.test', 'CNAME', TARGET);
    expect(await points()).toMatchObject({ answer: 'here', names: ['edge.acme.test', TARGET] });
  });

  test('here by addresses: those of the target, or those that are set', async () => {
    dns.zone.set(HOST, 'A', '203.0.113.7');
    expect(await points()).toMatchObject({ answer: 'here', addresses: ['203.0.113.7'] });
    dns.zone.set(HOST, 'A', '192.0.2.9');
    expect((await points()).answer).toBe('here');
    dns.zone.remove(HOST);
    dns.zone.set(HOST, 'AAAA', '2001:0db8::0007');
    expect((await points()).answer).toBe('here');
  });

  test('elsewhere: another address, another name, or half and half', async () => {
    dns.zone.set(HOST, 'A', '198.51.100.1');
    expect(await points()).toMatchObject({ answer: 'elsewhere', addresses: ['198.51.100.1'] });
    dns.zone.set(HOST, 'A', '203.0.113.7', '198.51.100.1');
    expect((await points()).answer).toBe('elsewhere');
    dns.zone.remove(HOST);
    dns.zone.set(HOST, 'CNAME', 'pages.example');
    expect(await points()).toEqual({ answer: 'elsewhere', names: ['pages.example'], addresses: [] });
    dns.zone.set(HOST, 'CNAME', `${TARGET}.evil.example`);
    expect((await points()).answer).toBe('elsewhere');
  });

  test('a circle of CNAMEs ends', async () => {
    dns.zone.set(HOST, 'CNAME', 'loop.acme.test');
    dns.zone.set('loop.acme.test', 'CNAME', HOST);
    expect(['elsewhere', 'silent']).toContain((await points()).answer);
  });

  test('while our own addresses are unknown nobody’s is called another’s', async () => {
    dns.zone.behave(TARGET, 'silent');
    dns.zone.set(HOST, 'A', '203.0.113.7');
    expect((await points({ ips: [] })).answer).toBe('silent');
    expect((await points()).answer).toBe('silent');
    dns.zone.set(HOST, 'A', '192.0.2.9');
    expect((await points()).answer).toBe('here');
    dns.zone.remove(HOST);
    dns.zone.set(HOST, 'CNAME', TARGET);
    expect((await points({ ips: [] })).answer).toBe('here');
  });
});
