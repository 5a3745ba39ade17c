import { expect, test } from 'vitest';
import { newId } from '../../../lib/ids';
import { admission } from './admission.mjs';
import { requestCounters } from './counters.mjs';
import { Registry } from './registry.mjs';

const HOST = 'acme.rowhouse.localhost';
const STRANGERS = 10;

test('[L4] attack 8: a crowd of strangers uses up neither the way in nor the place of a relay’s sender', async () => {
  const registry = new Registry();
  registry.entered({ name: 'acme', orgId: newId(), sessionId: newId(), requestsPerMinute: 100 });
  const judge = admission({
    registry,
    counters: requestCounters(),
    rootDomain: 'rowhouse.localhost',
    secret: 'a secret of more than thirty-two characters',
    strangersPerMinute: STRANGERS,
  });
  const ask = async (url: string, ip: string) => {
    const headers = { host: HOST, 'x-forwarded-for': ip };
    return (await judge({ method: 'GET', url, headers } as never))?.full?.name ?? 'in';
  };
  for (let i = 0; i < 2000; i++) await ask('/members', `2001:db8:${(i % 200).toString(16)}::1`);
  expect(await ask('/members', '198.51.100.7')).toBe('strangers');
  expect(await ask('/auth/start', '198.51.100.7')).toBe('in');
  expect(await ask('/api/relays/01ARZ3NDEKTSV4RRFFQ69G5FAV/incoming', '198.51.100.8')).toBe('in');
});
