// The web server: Next behind a thin front that refuses malformed requests and drops headers no client may set.
// Started by `npm start`, `npm run up` and, with --dev, by `npm run dev`.
import './scripts/lib/check-node.mjs';
import { EventEmitter } from 'node:events';
import next from 'next';
import { frontServer, selfServer } from './scripts/lib/front/front-server.mjs';
import { openGate } from './scripts/lib/front/gate.mjs';
import { drain, listen, listenHosts } from './scripts/lib/front/listen.mjs';
import { toOneHandler } from './scripts/lib/front/one-handler.mjs';
import { pageUnavailable } from './scripts/lib/front/replace-failure.mjs';
import { trustedProxies } from './scripts/lib/front/rules.mjs';

const DRAIN_MS = 25_000;
const AT_STOP_MS = 3000;
const dev = process.argv.includes('--dev');
const port = Number(process.env.PORT ?? 3000);

Object.assign(process.env, { NODE_ENV: process.env.NODE_ENV ?? (dev ? 'development' : 'production') });
process.env.NEXT_TELEMETRY_DISABLED ??= '1';
// This process serves the app's role alone; another role's address that lies about is not for it.
const FOREIGN = ['DATABASE_URL', 'MIGRATOR_DATABASE_URL', 'WORKER_DATABASE_URL', 'SEED_DATABASE_URL'];
for (const name of FOREIGN) delete process.env[name];
process.env.__NEXT_PROCESSED_ENV ??= 'true'; // nor may Next read one from an .env file

function refuseToStart(why) {
  console.error(why);
  process.exit(1);
}

let proxies;
try {
  proxies = trustedProxies(process.env.TRUSTED_PROXY);
} catch (error) {
  refuseToStart(error.message);
}

let stopping = false;
let handle = (_req, res) => res.writeHead(503, { 'retry-after': '1' }).end();

const self = selfServer((req, res) => handle(req, res));
await listen(self.server, 0, '127.0.0.1');
// Without this Next would ask itself at an address that it makes from its own host name and port.
process.env.__NEXT_PRIVATE_ORIGIN = self.originOn(
  /** @type {import('node:net').AddressInfo} */ (self.server.address()).port,
);

// Next hooks its own upgrade handler onto the server it is given. It gets one that hears only what we let it hear.
const upgrades = new EventEmitter();
const app = next({
  dev,
  hostname: 'localhost',
  port,
  dir: import.meta.dirname,
  httpServer: /** @type {any} */ (upgrades),
});
await app.prepare();
handle = app.getRequestHandler();

let gate;
try {
  gate = openGate(process.env);
} catch (error) {
  refuseToStart(error.message);
}
// Where the application, in this process too, finds what it tells the front and what it shares with it.
globalThis.rowhouseFront = { registry: gate.registry, redis: gate.redis, pageUnavailable };

const onUpgrade = dev ? (req, socket, head) => upgrades.emit('upgrade', req, socket, head) : undefined;
const servers = [];

for (const host of listenHosts(process.env)) {
  const server = frontServer({
    handler: (req, res) => {
      toOneHandler(req);
      return handle(req, res);
    },
    proxies,
    gate,
    onUpgrade,
    stopping: () => stopping,
  });
  try {
    if (await listen(server, port, host)) servers.push(server);
  } catch (error) {
    const known = { EADDRINUSE: 'another program has it', EACCES: 'ports below 1024 need more rights' };
    const why = known[error.code] ?? error.message;
    refuseToStart(`Can't listen on port ${port} of ${host}: ${why}. Set PORT to another.`);
  }
}

async function stop() {
  if (stopping) return;
  stopping = true;
  await drain(servers, dev ? 0 : DRAIN_MS);
  await drain([self.server], 0); // what was under way may have needed it to the end
  await atStop();
  await app.close();
  gate.redis?.disconnect();
  process.exit(0);
}
/** What the application asked for (lib/at-stop.ts): it has a moment, and no more. */
const atStop = () =>
  Promise.race([
    Promise.allSettled([...(globalThis.rowhouseAtStop?.values() ?? [])].map((work) => work())),
    new Promise((resolve) => setTimeout(resolve, AT_STOP_MS)),
  ]);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);
process.on('disconnect', stop); // the launcher that started us is gone
process.send?.({ ready: true });
if (!process.send) console.log(`Rowhouse listens on port ${port}.`);
