import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frontServer, selfServer } from './lib/front/front-server.mjs';
import { drain, listen, listenHosts } from './lib/front/listen.mjs';

/** Answers with what it saw, as an application behind the front would. */
async function echo(req: IncomingMessage, res: ServerResponse) {
  if (req.url === '/slow') await new Promise((resolve) => setTimeout(resolve, 300));
  let bytes = 0;
  for await (const chunk of req) bytes += chunk.length;
  res.end(JSON.stringify({ url: req.url, headers: req.headers, bytes }));
}
const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Sends bytes as they are and reads until the other side closes. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer ? resolve(answer) : reject(error)));
  });
}
const statusOf = (answer: string) => Number(answer.split(' ')[1]);

let stopping = false;
const front = frontServer({ handler: echo, proxies: new Set<string>(), stopping: () => stopping });
beforeAll(() => listen(front, 0, '127.0.0.1'));
afterAll(() => drain([front], 0));

describe('[R7] requests that could be read in two ways end at the front', () => {
  test.each([
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['no host, HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 400],
    ['an absolute target', 'GET http://b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
      400,
    ],
    [
      'an upgrade',
      'GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      426,
    ],
    [
      'headers past the parser',
      `GET / HTTP/1.1\r\nHost: a.example\r\nX-A: ${'a'.repeat(60_000)}\r\n\r\n`,
      431,
    ],
    ['no HTTP at all', '\x16\x03\x01\x02\r\n\r\n', 400],
  ])('%s', async (_what, text, status) => {
    const answer = await raw(portOf(front), text);
    expect(statusOf(answer)).toBe(status);
    expect(answer).toMatch(/connection: close/i);
  });

  test('an API client gets a problem document, a browser plain words', async () => {
    const api = await raw(portOf(front), 'GET /api/v1/members HTTP/1.1\r\nHost: a,b\r\n\r\n');
    expect(JSON.parse(api.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 400, code: 'host_malformed' });
    expect(await raw(portOf(front), 'GET / HTTP/1.1\r\nHost: a,b\r\n\r\n')).toMatch(
      /text\/plain[\s\S]*malformed\.\n$/,
    );
  });
});

test('a body without a length is cut off at the limit', async () => {
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
  const post = (chunks: number) =>
    raw(
      portOf(front),
      `POST / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(chunks)}0\r\n\r\n`,
    );
  expect(await post(64)).toContain(`"bytes":${2 * 1024 * 1024}`);
  expect(statusOf(await post(65))).toBe(413);
});

test("the application sees the socket's address as the client's", async () => {
  const answer = await raw(
    portOf(front),
    'GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: b.example\r\nX-Rowhouse-Host: b\r\n\r\n',
  );
  expect(answer).toContain('"x-forwarded-for":"127.0.0.1"');
  expect(answer).not.toMatch(/b\.example|x-rowhouse-host/);
});

describe("[R4] the door for Next's requests to itself", () => {
  const self = selfServer(echo);
  beforeAll(() => listen(self.server, 0, '127.0.0.1'));
  afterAll(() => drain([self.server], 0));
  const get = (path: string) =>
    raw(
      portOf(self.server),
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-Host: a.example\r\nX-Matched-Path: /y\r\n\r\n`,
    );

  test('opens only under its secret path, which the application does not see', async () => {
    const { pathname } = new URL(self.originOn(1));
    const inside = await get(`${pathname}/members?a=1`);
    expect(inside).toContain('"url":"/members?a=1"');
    expect(inside).toContain('"x-forwarded-host":"a.example"');
    expect(inside).not.toContain('x-matched-path');
    for (const path of ['/members', `${pathname.slice(0, -1)}/members`, `${pathname}x/members`, pathname]) {
      expect(statusOf(await get(path))).toBe(400);
    }
  });
});

test('a server that stops finishes what is under way', async () => {
  const server = frontServer({ handler: echo, proxies: new Set<string>(), stopping: () => stopping });
  await listen(server, 0, '127.0.0.1');
  const port = portOf(server);
  const under = raw(port, 'GET /slow HTTP/1.1\r\nHost: a.example\r\n\r\n');
  await new Promise((resolve) => setTimeout(resolve, 100));
  stopping = true;
  await drain([server], 5000);
  stopping = false;
  expect(statusOf(await under)).toBe(200);
  await expect(raw(port, 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n')).rejects.toThrow(/ECONNREFUSED/);
});

test('a .localhost root is served to this machine alone', () => {
  expect(listenHosts({})).toEqual(['127.0.0.1', '::1']);
  expect(listenHosts({ ROOT_DOMAIN: 'console.example' })).toEqual(['0.0.0.0']);
  expect(listenHosts({ ROOT_DOMAIN: 'evil-localhost' })).toEqual(['0.0.0.0']);
  expect(listenHosts({ ROOT_DOMAIN: 'console.example', HOST: '10.0.0.1' })).toEqual(['10.0.0.1']);
});
