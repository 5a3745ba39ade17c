import { mergeConfig } from 'vitest/config';
import root from '../vitest.config';

// The database tests once more, only to hear which statements the application sends (see plans.ts). Those of lib/db
// and guard are left out: they try the walls with statements of their own.
const config = mergeConfig(root, { test: { setupFiles: ['bench/lib/collect.ts'] } });
config.root = `${import.meta.dirname}/..`;
config.test.projects = [
  {
    extends: true,
    test: {
      name: 'statements',
      include: ['{lib,app}/**/*.db.test.ts'],
      exclude: ['lib/db/**', '**/node_modules/**'],
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  },
];
export default config;
