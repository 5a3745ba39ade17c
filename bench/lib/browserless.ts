import http from 'node:http';
import { quantile } from './measure';

type Who = { port: number; host: string; cookie?: string; token?: string };

/** A client of one host of a server: keeps connections, sends cookie or token, reads each answer to its end. */
export function client({ port, host, cookie, token }: Who) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const get = (path: string): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const headers = {
        host: `${host}:${port}`,
        accept: 'text/html',
        ...(cookie && { cookie }),
        ...(token && { authorization: `Bearer ${token}` }),
      };
      http
        .get({ host: '127.0.0.1', port, path, headers, agent }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
          );
        })
        .on('error', reject);
    });
  return {
    get,
    /** One page, which must be there. @returns milliseconds to its last byte */
    timed: async (path: string): Promise<number> => {
      const start = performance.now();
      const { status } = await get(path);
      if (status !== 200) throw new Error(`${host}${path} answered ${status}`);
      return performance.now() - start;
    },
    close: () => agent.destroy(),
  };
}
export type Client = ReturnType<typeof client>;

/** As many requests as go, `workers` at once, for `ms` milliseconds. */
export async function hammer(page: Client, path: string, workers: number, ms: number) {
  const times: number[] = [];
  const end = performance.now() + ms;
  const work = async () => {
    while (performance.now() < end) times.push(await page.timed(path));
  };
  await Promise.all(Array.from({ length: workers }, work));
  return { perSecond: (times.length / ms) * 1000, p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}
