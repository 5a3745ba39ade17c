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

/** What the application, in this process too, shares with the front. */
const shared = /** @type {{ rowhouseFront?: object, rowhouseAtStop?: Map<unknown, () => unknown> }} */ (
  globalThis
);

/** @param {string} why @returns {never} */
function refuseToStart(why) {
  console.error(why);
  process.exit(1);
}

/** Reads settings that may be unusable: then the server doesn't start. @template T @param {() => T} read @returns {T} */
function orRefuse(read) {
  try {
    return read();
  } catch (error) {
    return refuseToStart(error instanceof Error ? error.message : String(error));
  }
}

const proxies = orRefuse(() => trustedProxies(process.env.TRUSTED_PROXY));

let stopping = false;
/** @type {import('./scripts/lib/front/front-server.mjs').Handler} */
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
  httpServer: /** @type {import('node:http').Server} */ (/** @type {unknown} */ (upgrades)),
});
await app.prepare();
handle = app.getRequestHandler();

const gate = orRefuse(() => openGate(process.env));
shared.rowhouseFront = { registry: gate.registry, redis: gate.redis, pageUnavailable };

/** @type {import('./scripts/lib/front/front-server.mjs').Upgrade | undefined} */
const onUpgrade = dev ? (...came) => void upgrades.emit('upgrade', ...came) : undefined;
/** @type {import('node:http').Server[]} */
const servers = [];
/** @type {Record<string, string>} */
const KNOWN = { EADDRINUSE: 'another program has it', EACCES: 'ports below 1024 need more rights' };

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
    const { code = '', message } = /** @type {NodeJS.ErrnoException} */ (error);
    const why = KNOWN[code] ?? message;
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
    Promise.allSettled([...(shared.rowhouseAtStop?.values() ?? [])].map((work) => work())),
    new Promise((resolve) => setTimeout(resolve, AT_STOP_MS)),
  ]);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);
process.on('disconnect', stop); // the launcher that started us is gone
process.send?.({ ready: true });
if (!process.send) console.log(`Rowhouse listens on port ${port}.`);
