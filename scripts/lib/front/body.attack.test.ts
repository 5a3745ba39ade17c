import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frontServer } from './front-server.mjs';
import { drain, listen } from './listen.mjs';

/** Answers with how many bytes it got; what is cut off it never answers. */
async function count(req: IncomingMessage, res: ServerResponse) {
  let bytes = 0;
  try {
    for await (const chunk of req) bytes += chunk.length;
  } catch {
    return;
  }
  if (!res.headersSent) res.end(String(bytes));
}
const front = frontServer({ handler: count, proxies: new Set<string>(), stopping: () => false });
beforeAll(() => listen(front, 0, '127.0.0.1'));
afterAll(() => drain([front], 0));

type Sent = { path?: string; headers?: Record<string, string>; body: string; chunked?: boolean };

async function post({ path = '/api/v1/things', headers = {}, body, chunked = false }: Sent) {
  const req = http.request({
    host: '127.0.0.1',
    port: (front.address() as AddressInfo).port,
    method: 'POST',
    path,
    agent: false,
    headers: {
      host: 'a.example',
      ...headers,
      ...(!chunked && { 'content-length': Buffer.byteLength(body) }),
    },
  });
  req.on('error', () => {}); // cut off while it was still sending
  for (let at = 0; at < body.length; at += 16_384) req.write(body.slice(at, at + 16_384));
  req.end();
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  let text = '';
  try {
    for await (const chunk of res) text += chunk;
  } catch {}
  return { status: res.statusCode, text };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const ACTION = { 'content-type': 'text/plain;charset=UTF-8', 'next-action': '40'.repeat(21) };

describe('[I9] attack 18: bodies that are slow to parse end at the front', () => {
  for (const [as, headers] of Object.entries({ 'an operation': JSON_TYPE, 'a server action': ACTION }))
    for (const chunked of [true, false]) {
      const how = `to ${as}, ${chunked ? 'in chunks' : 'with a length'}`;
      test(`[I9] attack 18: deep JSON ${how}`, async () => {
        for (const body of ['['.repeat(500_000), '{"a":'.repeat(100_000)]) {
          const { status, text } = await post({ headers, body, chunked });
          expect(status).toBe(400);
          expect(text).toContain('more than 32 levels deep');
        }
      });
      test(`[I9] attack 18: wide JSON ${how}`, async () => {
        const { status, text } = await post({ headers, body: `[${'1,'.repeat(400_000)}1]`, chunked });
        expect(status).toBe(413);
        expect(text).toContain('more than 10,000 values');
      });
      test(`[I9] attack 18: a long text ${how} is let through`, async () => {
        const body = JSON.stringify(['[{,"\\'.repeat(100_000)]);
        expect(await post({ headers, body, chunked })).toEqual({ status: 200, text: String(body.length) });
      });
    }

  test('[I9] attack 18: a file is no JSON, and is not counted as it', async () => {
    const body = '['.repeat(1_900_000);
    const file = { path: '/s/main/contacts/import/upload', headers: { 'content-type': 'text/csv' }, body };
    expect(await post(file)).toEqual({ status: 200, text: String(body.length) });
  });

  test('[I9] attack 18: a form of a million fields', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const chunked of [true, false]) {
      const { status, text } = await post({ headers, body: 'a&'.repeat(500_000), chunked });
      expect(status).toBe(413);
      expect(text).toContain('at most 64 KB');
    }
    expect((await post({ headers, body: 'a=1&b=2' })).status).toBe(200);
  });

  test('[I9] attack 18: a body of many parts', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'next-action': '40'.repeat(21) };
    const body = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(1000);
    expect((await post({ headers, body })).status).toBe(415);
  });

  test('[I9] attack 18: a query of many parameters', async () => {
    const query = (count: number) => `/members?${Array(count).fill('a').join('&')}`;
    expect((await post({ path: query(501), body: '' })).status).toBe(414);
    expect((await post({ path: query(500), body: '' })).status).toBe(200);
  });
});
