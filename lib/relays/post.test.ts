import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { post } from './post';
import { newSigningSecret, sign } from './signature';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
}

const headers = sign([newSigningSecret()], 'msg_1', '{}');
const call = (url: string, options = {}) => post(url, headers, '{}', { loopback: true, ...options });

test('[C2] a call carries the body and the three headers, and reads of the answer its status alone', async () => {
  const got: { headers: object; body: string }[] = [];
  const url = await serve((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(202).end('x'.repeat(1_000_000));
    });
  });
  expect(await call(url)).toMatchObject({ status: 202 });
  expect(got).toMatchObject([{ headers: { ...headers, 'content-type': 'application/json' }, body: '{}' }]);
});

test('[C2] a redirect is a failure, and what it leads to is not called', async () => {
  let trapped = 0;
  const trap = await serve((_, response) => {
    trapped++;
    response.end();
  });
  for (const status of [301, 302, 307, 308]) {
    const url = await serve((_, response) => response.writeHead(status, { location: trap }).end());
    expect(await call(url)).toMatchObject({ status, error: 'redirects are not followed' });
  }
  expect(trapped).toBe(0);
});

test('[C2] without the setting nothing on this machine is called', async () => {
  let called = 0;
  const url = await serve((_, response) => {
    called++;
    response.end();
  });
  const port = new URL(url).port;
  for (const host of ['127.0.0.1', 'localhost', '0.0.0.0', '[::ffff:127.0.0.1]', '2130706433'])
    for (const scheme of ['http', 'https'])
      expect(await call(`${scheme}://${host}:${port}/`, { loopback: false })).toMatchObject({
        error: expect.any(String),
      });
  expect(called).toBe(0);
});

test('[C2] who does not answer, breaks off or is not there is told apart, in our words', async () => {
  const silent = await serve(() => {});
  expect(await call(silent, { timeoutMs: 200 })).toMatchObject({ error: 'did not answer in time' });
  const rude = await serve((request) => request.socket.destroy());
  expect(await call(rude)).toMatchObject({ error: 'broke the connection off' });
  const gone = await serve(() => {});
  servers.pop()?.close();
  expect(await call(gone)).toMatchObject({ error: 'refused the connection' });
  const busy = await serve((_, response) => response.writeHead(503, { 'retry-after': '120' }).end('secret'));
  expect(await call(busy)).toMatchObject({ status: 503, error: 'answered 503', retryAfterS: 120 });
});
