import net from 'node:net';
import { Worker } from 'node:worker_threads';

/** What went through a counting proxy since it was last reset. */
export type Counts = { turns: number; connections: number; apart: number };

/**
 * A TCP proxy that counts round trips: a turn begins when the client sends and the server spoke last.
 * @param apart turns of statements that say this are counted by themselves
 * @returns the address to connect to in place of the server's
 */
export async function countingProxy(target: string, apart?: string) {
  const counts: Counts = { turns: 0, connections: 0, apart: 0 };
  const { hostname, port } = new URL(target);
  const server = net.createServer((client) => {
    counts.connections++;
    const upstream = net.connect(Number(port), hostname);
    let last: 'client' | 'server' = 'server';
    client.on('data', (bytes) => {
      if (last === 'server') counts[apart && bytes.includes(apart) ? 'apart' : 'turns']++;
      last = 'client';
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      last = 'server';
      client.write(bytes);
    });
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on('close', end).on('error', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as net.AddressInfo;
  return {
    url: through(target, own),
    /** What `work` cost. */
    count: async (work: () => Promise<unknown>): Promise<Counts> => {
      const before = { ...counts };
      await work();
      return {
        turns: counts.turns - before.turns,
        connections: counts.connections - before.connections,
        apart: counts.apart - before.apart,
      };
    },
    stop: () => server.close(),
  };
}

const through = (target: string, port: number) => {
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
};

/**
 * A TCP proxy that holds each direction back by half of `rttMs`, in a thread of its own: a database in the next
 * data centre. It spins, since a sleep of half a millisecond is half as long again, and is for one client at a time. What
 * a side says in several pieces (PostgreSQL sends 8 kB at a time) is held back once: they travel one behind the other.
 */
export async function delayingProxy(target: string, rttMs: number) {
  const { hostname, port } = new URL(target);
  const worker = new Worker(DELAY, {
    eval: true,
    workerData: { host: hostname, port: Number(port), half: rttMs / 2 },
  });
  const own = await new Promise<number>((resolve, reject) =>
    worker.once('message', resolve).once('error', reject),
  );
  return { url: through(target, own), stop: () => worker.terminate() };
}

const DELAY = `
const net = require('node:net');
const { parentPort, workerData: { host, port, half } } = require('node:worker_threads');
const hold = () => { for (const end = performance.now() + half; performance.now() < end; ); };
const server = net.createServer((client) => {
  client.setNoDelay(true);
  const upstream = net.connect({ host, port, noDelay: true });
  let last;
  const carry = (from, to) => from.on('data', (bytes) => {
    if (last !== from) hold();
    last = from;
    to.write(bytes);
  });
  carry(client, upstream);
  carry(upstream, client);
  const end = () => { client.destroy(); upstream.destroy(); };
  for (const socket of [client, upstream]) socket.on('close', end).on('error', end);
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;
