import { defineConfig, devices } from '@playwright/test';

// `npm test -- e2e` starts a server with a database of its own and says here where it is. By hand, the tests play
// against `npm run up`.
export default defineConfig({
  testDir: 'e2e',
  outputDir: process.env.E2E_OUTPUT_DIR ?? 'test-results/e2e',
  retries: 0,
  // Machines are shared and slow at times: what is asserted is what happens, never how soon.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.E2E_ROOT_URL ?? 'http://rowhouse.localhost:3000',
    screenshot: 'only-on-failure',
    // Recording one takes as long as the test itself: E2E_TRACE=1 when something failed and the picture does not say why.
    trace: process.env.E2E_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Names for custom domains that lead here. *.localhost needs none.
      // Without a graphics card (Debian asks for one all the same) pages are drawn faster without pretending to have one.
      args: ['--host-resolver-rules=MAP *.test 127.0.0.1', '--disable-gpu', '--disable-gpu-rasterization'],
    },
  },
});
