import http from 'node:http';
import net from 'node:net';

/** The server under test. Node doesn't resolve *.localhost, so requests go to the loopback address by hand. */
export const rootUrl = new URL(process.env.E2E_ROOT_URL ?? 'http://rowhouse.localhost:3000');
const port = Number(rootUrl.port || 80);

export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string };
export type Ask = {
  host?: string;
  path?: string;
  method?: string;
  headers?: Record<string, string | string[]>;
  cookie?: string;
  body?: string | Buffer;
};

/** The Host header of an org's subdomain (`acme`), of any other name (with a dot), or of the root host. */
export function hostOf(key?: string): string {
  if (!key) return rootUrl.host;
  return key.includes('.') ? `${key}:${port}` : `${key}.${rootUrl.host}`;
}

/** One request by hand: any Host, any header, no redirect followed. */
export function send(ask: Ask): Promise<Answer> {
  const { host = hostOf(), path = '/', method = 'GET', headers = {}, cookie, body } = ask;
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        agent: false,
        headers: { host, ...(cookie && { cookie }), ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Bytes on a socket, for what no client library would send. Resolves with all that came back. */
export function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(text) : reject(error),
    );
  });
}

export type ActionAnswer = Answer & { result: unknown };

/**
 * Posts a server action as Next's client does.
 * @param id the action's id from the build's manifest
 */
export async function act(id: string, input: unknown, ask: Ask): Promise<ActionAnswer> {
  const host = ask.host ?? hostOf();
  const answer = await send({
    ...ask,
    host,
    method: 'POST',
    body: JSON.stringify([input]),
    headers: {
      'next-action': id,
      'content-type': 'text/plain;charset=UTF-8',
      accept: 'text/x-component',
      origin: `http://${host}`,
      ...ask.headers,
    },
  });
  return { ...answer, result: resultOf(answer.body) };
}

/** The value an action returned, out of React's row format; undefined when there is none. */
function resultOf(body: string): unknown {
  for (const line of body.split('\n')) {
    const row = /^[0-9a-f]+:(\{"ok":.*\})$/.exec(line);
    if (row?.[1]) return JSON.parse(row[1]);
  }
  return undefined;
}
