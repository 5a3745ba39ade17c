import { defineConfig, devices } from '@playwright/test';

// `npm test -- e2e` starts servers with databases of their own and says here where they are. By hand, the tests play
// against `npm run up`.
// Each side that runs tests beside another has a house of its own (scripts/lib/testing/house.mjs).
const houses = JSON.parse(process.env.E2E_HOUSES ?? '[]') as Record<string, string>[];
Object.assign(process.env, houses[Number(process.env.TEST_PARALLEL_INDEX ?? 0)]);

export default defineConfig({
  testDir: 'e2e',
  outputDir: process.env.E2E_OUTPUT_DIR ?? 'test-results/e2e',
  retries: 0,
  // Machines are shared and slow at times: what is asserted is what happens, never how soon.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: houses.length || 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    // One test after the other in the same browser window, emptied in between: a new one costs as much as the page in it.
    reuseContext: true,
    // Nothing fades or slides: what is asserted is what is there, and drawing all between takes a machine without a graphics
    // card longer than the rest.
    contextOptions: { reducedMotion: 'reduce' },
    baseURL: process.env.E2E_ROOT_URL ?? 'http://rowhouse.localhost:3000',
    screenshot: 'only-on-failure',
    // Recording one takes as long as the test itself: E2E_TRACE=1 when something failed and the picture does not say why.
    trace: process.env.E2E_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Names for custom domains that lead here. *.localhost needs none.
      args: [
        '--host-resolver-rules=MAP *.test 127.0.0.1',
        // Without a graphics card (Debian asks for one all the same) pages are drawn faster without pretending to have one.
        '--disable-gpu',
        '--disable-gpu-rasterization',
        // Pages live for seconds: optimising their scripts takes a fifth of all work and comes too late to gain anything.
        '--js-flags=--no-maglev --no-opt',
        // No process is kept ready for a page that never comes: a tenth less work.
        '--renderer-process-limit=1',
      ],
    },
  },
});
