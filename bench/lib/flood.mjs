// Somebody who asks for more than is theirs, in a process of its own: what it costs to ask must not be taken for what
// it costs to answer. Started by bench/fairness.ts; ends when told to and says what came of it.
import http from 'node:http';
import { setPriority } from 'node:os';

const { port, asks, perSecond, connections } = JSON.parse(process.argv[2] ?? '{}');
// Elsewhere, in truth: it may have what the server leaves of this machine.
setPriority(10);

const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const came = {};
let first = 0;
let last = 0;
let stopping = false;

/** One of the requests in turn, from an address of its own where it says so. */
function ask(i) {
  const { host, path, cookies = [], body, addresses } = asks[i % asks.length];
  const cookie = cookies[i % cookies.length];
  const text = body?.replaceAll('{i}', String(i));
  const headers = {
    host,
    accept: 'text/html',
    ...(cookie && { cookie }),
    ...(text && { 'content-type': 'application/x-www-form-urlencoded', origin: `http://${host}` }),
  };
  const localAddress = addresses && `127.0.${1 + (Math.floor(i / 250) % addresses)}.${1 + (i % 250)}`;
  return new Promise((resolve) => {
    const request = http.request(
      { host: '127.0.0.1', port, path, method: text ? 'POST' : 'GET', headers, agent, localAddress },
      (answer) => {
        note(answer.statusCode);
        answer.resume();
        answer.once('close', resolve);
      },
    );
    request.once('error', () => {
      note('error');
      resolve();
    });
    request.end(text);
  });
}

function note(outcome) {
  came[outcome] = (came[outcome] ?? 0) + 1;
  last = performance.now();
}

let asked = 0;
first = performance.now();
if (perSecond) {
  // Sent when it is time, whether or not anything came back.
  const timer = setInterval(() => {
    const due = ((performance.now() - first) / 1000) * perSecond;
    while (asked < due && !stopping) ask(asked++);
  }, 10);
  process.once('disconnect', () => clearInterval(timer));
} else {
  const worker = async () => {
    while (!stopping) await ask(asked++);
  };
  for (let i = 0; i < connections; i++) worker();
}

process.once('message', () => {
  stopping = true;
  process.send({ asked, came, seconds: (last - first) / 1000 });
  process.disconnect();
  agent.destroy();
  setTimeout(() => process.exit(0), 100);
});
