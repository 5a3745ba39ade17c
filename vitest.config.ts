import { defineConfig } from 'vitest/config';

const elsewhere = [
  '**/node_modules/**',
  '**/.next*/**',
  '.rowhouse/**',
  'e2e/**',
  'lib/generated/**',
  '**/fixtures/**',
];

export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      // Throws outside a server component's bundle; the tests are a server too.
      'server-only': `${import.meta.dirname}/node_modules/server-only/empty.js`,
    },
  },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, '**/*.db.test.ts'],
          testTimeout: 30_000, // what happens is asserted, never how soon
        },
      },
      {
        extends: true,
        // Against a real PostgreSQL: `npm test -- db` starts one and says in TEST_* where it is.
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: elsewhere,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
