import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

/**
 * Prisma's own schema engine, compiled to WebAssembly, over a driver adapter.
 * @param {string[]} schemaFiles
 * @param {import('./adapter.mjs').EnginePg} adapter
 */
export async function loadEngine(schemaFiles, adapter) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const entry = import.meta.resolve('@prisma/schema-engine-wasm');
  const file = fileURLToPath(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  /** @type {() => void} */ (instance.exports.__wbindgen_start)();
  /** @type {[string, string][]} */
  const datamodels = schemaFiles.map((path) => [path, readFileSync(path, 'utf8')]);
  return glue.SchemaEngine.new(
    { datamodels: datamodels.length > 0 ? datamodels : undefined }, // an empty list makes the engine panic
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}
