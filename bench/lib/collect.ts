import { appendFileSync } from 'node:fs';
import { Flight, type Statement, type Wire } from '../../lib/db/flight';

/** A statement as the application sent it. Bytes stand as `{ hex }`. `org` is the org of its scope, if it had one. */
export type Sent = { text: string; values: unknown[]; org: string | null };

// Loaded into every test file by bench/vitest.config.ts: notes each text that is sent, once, with its values.
const file = process.env.BENCH_STATEMENTS;
const seen = new Set<string>();
const orgs = new WeakMap<Wire, string>();
const submit = Flight.prototype.submit;

Flight.prototype.submit = function (this: Flight, con: Wire) {
  const { statements } = this as unknown as { statements: Statement[] };
  for (const { text, values, name } of statements) {
    // A transaction's later statements stand in the scope that its connection was given at its start.
    if (name === 'scope_ticket') orgs.set(con, String(values[0]).split('.')[2] ?? '');
    const isOwn =
      /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text) &&
      !/^SELECT (set_config\(|renew_ticket\(|(\* FROM )?enter_)/.test(text);
    if (!file || !isOwn || seen.has(text)) continue;
    seen.add(text);
    const sent: Sent = { text, values: values.map(plain), org: orgs.get(con) ?? null };
    appendFileSync(file, `${JSON.stringify(sent)}\n`);
  }
  return submit.call(this, con);
};

const plain = (value: unknown) =>
  value instanceof Uint8Array
    ? { hex: Buffer.from(value).toString('hex') }
    : typeof value === 'bigint'
      ? String(value)
      : value;
