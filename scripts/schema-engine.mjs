#!/usr/bin/env node
// Stands in for the native `schema-engine` that Prisma's CLI would download: the same JSON-RPC over stdin and stdout,
// answered by the same engine as WebAssembly from npm. prisma.config.ts points the CLI here.
import readline from 'node:readline';
import { parseArgs } from 'node:util';
import { EnginePg, partsOf } from './lib/engine/adapter.mjs';
import { createDatabase, runCli } from './lib/engine/databases.mjs';
import { loadEngine } from './lib/engine/wasm.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { datamodels: { type: 'string', multiple: true }, datasource: { type: 'string' } },
});
// `generate` and `diff` between files need no database, and are given none.
const url =
  (typeof values.datasource === 'string' && JSON.parse(values.datasource).url) ||
  process.env.DATABASE_URL ||
  'postgresql://none@127.0.0.1:1/none';

if (positionals[0] === 'cli') process.exit(await runCli(positionals[1], url));

const adapter = new EnginePg(partsOf(url));
for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, () => adapter.dropShadows().finally(() => process.exit(0)));
const engine = await loadEngine(/** @type {string[]} */ (values.datamodels ?? []), adapter);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

async function answer({ id, method, params }) {
  if (method === 'createDatabase')
    return { databaseName: await createDatabase(params.datasource?.url ?? url) };
  if (method === 'getDatabaseVersion') return engine.version(params);
  const result = (await engine[method](params)) ?? {};
  if (method !== 'diff' || result.stdout == null) return result;
  // The binary prints a diff through a call of its own before it answers.
  send({ method: 'print', id: 1_000_000 + id, params: { content: result.stdout } });
  return { exitCode: result.exitCode };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const request = JSON.parse(line);
  if (request.id === undefined || !request.method) continue; // the CLI's answer to a `print`
  try {
    send({ id: request.id, result: await answer(request) });
  } catch (error) {
    const data = {
      is_panic: false,
      message: error.message,
      error_code: error.code,
      meta: error.meta ?? null,
    };
    send({ id: request.id, error: { code: 4466, message: error.message, data } });
  }
}
await adapter.dropShadows();
process.exit(0);
