import { defineConfig } from 'prisma/config';
import { inRoot } from './scripts/lib/paths.mjs';
import { knownUrls } from './scripts/lib/urls.mjs';

// Prisma's CLI would download a native engine; this one comes from npm and works offline.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= inRoot('scripts/schema-engine.mjs');
process.env.CHECKPOINT_DISABLE ??= '1';

// Migrations run as the migrator of the database that was last started (npm run up, npm run dev). Commands that
// need no database, like `generate`, work without one.
const url = process.env.DATABASE_URL ?? knownUrls()?.migrator ?? 'postgresql://none@127.0.0.1:1/none';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations', seed: 'node scripts/seed.mjs' },
  datasource: { url },
});
