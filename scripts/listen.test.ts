import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { listen } from './lib/front/listen.mjs';

// Opens connections until one is not taken at once, and says how many were.
const KNOCK = `
  const net = require('node:net');
  const [port, want] = process.argv.slice(1).map(Number);
  let open = 0;
  const one = () => {
    if (open === want) return done();
    const socket = net.connect(port, '127.0.0.1');
    const late = setTimeout(done, 700);
    socket.once('connect', () => { clearTimeout(late); open++; one(); });
  };
  const done = () => { process.stdout.write(String(open)); process.exit(0); };
  one();
`;

// As many as the system allows: older ones stop at 128.
const SYSTEM = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
const MANY = Math.min(1000, SYSTEM);

test('[L4] a thousand connections are kept waiting, not dropped, while the process is at something else', async () => {
  const server = http.createServer();
  expect(await listen(server, 0, '127.0.0.1')).toBe(true);
  const { port } = server.address() as AddressInfo;
  const came = promisify(execFile)(process.execPath, ['-e', KNOCK, String(port), String(MANY)]);
  // Nothing is taken in meanwhile: this thread does nothing else.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);
  expect((await came).stdout).toBe(String(MANY));
  server.closeAllConnections();
  server.close();
}, 20_000);
