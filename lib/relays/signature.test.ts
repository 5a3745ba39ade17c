import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSigned, newSigningSecret, sign } from './signature';

const secret = newSigningSecret();
const other = newSigningSecret();
const body = '{"type":"message.received","data":{"text":"Grüße 👋"}}';
const minutes = (n: number) => new Date(Date.now() + n * 60_000);

test('[C2] a signature is what Standard Webhooks says: HMAC-SHA256 over id, time and body', () => {
  const at = new Date('2026-11-26T00:00:00Z');
  const headers = sign([secret], 'msg_1', body, at);
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key)
    .update(`msg_1.${at.getTime() / 1000}.${body}`)
    .digest('base64');
  expect(key).toHaveLength(32);
  expect(headers).toEqual({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': `v1,${mac}`,
  });
});

test('[C2] what was signed is taken, and nothing else', () => {
  const headers = sign([secret], 'msg_1', body);
  expect(isSigned([secret], headers, body)).toBe(true);
  expect(isSigned([other], headers, body)).toBe(false);
  expect(isSigned([secret], headers, `${body} `)).toBe(false);
  expect(isSigned([secret], { ...headers, 'webhook-id': 'msg_2' }, body)).toBe(false);
  for (const name of Object.keys(headers))
    for (const value of [null, '', 'v1,', 'x'])
      expect(isSigned([secret], { ...headers, [name]: value }, body), `${name} ${value}`).toBe(false);
  const v2 = { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1,', 'v2,') };
  expect(isSigned([secret], v2, body)).toBe(false);
});

test('[C2] a signature counts for five minutes, either way', () => {
  for (const [age, taken] of [
    [-4, true],
    [4, true],
    [-6, false],
    [6, false],
  ] as const)
    expect(isSigned([secret], sign([secret], 'msg_1', body, minutes(age)), body), `${age}`).toBe(taken);
});

test('[C2] while a secret is replaced, who has the old one and who has the new one both check it', () => {
  const headers = sign([secret, other], 'msg_1', body);
  expect(isSigned([secret], headers, body)).toBe(true);
  expect(isSigned([other], headers, body)).toBe(true);
  expect(isSigned([secret, other], sign([other], 'msg_1', body), body)).toBe(true);
});
