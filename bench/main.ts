import { api } from './api';
import { audit } from './audit';
import { contacts } from './contacts';
import { fairness } from './fairness';
import { http } from './http';
import { crowd } from './lib/crowd';
import { type Part, publish } from './lib/report';
import { openWorld, type World } from './lib/world';
import { load } from './load';
import { plans } from './plans';
import { queue } from './queue';
import { routing } from './routing';
import { speed } from './speed';
import { trips } from './trips';

let opened: Promise<World> | undefined;
/** The large world, filled on first use: not every part needs it. */
function world(): Promise<World> {
  if (!opened) console.log('Filling the database (a minute or two the first time) …');
  opened ??= openWorld();
  return opened;
}

/** One with every table full, for plans alone: what is measured elsewhere stays as it is. */
async function crowded(): Promise<World> {
  console.log('Filling every table (some minutes the first time) …');
  const full = await openWorld('rowhouse_bench_full');
  await crowd(full);
  return full;
}

const PARTS: Record<string, () => Promise<Part>> = {
  audit,
  trips: async () => trips(await world()),
  load: async () => load(await world()),
  plans: async () => plans(await crowded()),
  speed: async () => speed(await world()),
  http,
  api,
  contacts,
  queue,
  fairness,
  routing,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`No part ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}
let failed = 0;
for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) {
  const part = await (PARTS[name] as (typeof PARTS)[string])();
  publish(name, part);
  failed += part.lines.filter((line) => line.gates && line.pass === false).length;
}
console.log(
  `\n${failed === 0 ? 'Every count is as it must be.' : `${failed} counts are not as they must be.`}`,
);
process.exit(failed === 0 ? 0 : 1);
