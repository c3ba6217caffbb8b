// How the browser tests run: real Chromium, a phone and a tablet, against the optimised build.
import { defineConfig } from '@playwright/test';
import { phone, tablet } from './support/devices';

export default defineConfig({
  testDir: '.',
  // Starts the real binary on a free port, on a fresh demonstration office.
  globalSetup: './support/server.ts',
  // A test that passes only sometimes is a failing test, and on our machines it fails at once. Where a strange machine
  // judges all three hundred, each has a second try, and is named as flaky. What is measured never has.
  retries: process.env.CI && !process.env.GENGGAM_TORTURE ? 1 : 0,
  workers: 2,
  // Each test makes what it needs for itself, so any two may run side by side.
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    // Set by the global setup; Playwright reads this file again in each worker, after it.
    baseURL: process.env.GENGGAM_URL,
    // Only the tests of work without a network let it in: it stays longer than a page, and answers in the server's place.
    serviceWorkers: 'block',
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    screenshot: 'only-on-failure',
    // Recording slows a small machine down; ask for it when a failure needs it: --trace on.
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        // CI runs as root, for whom Chromium's sandbox does not start.
        '--no-sandbox',
        '--disable-gpu',
        // The rest keeps Chromium from calling its maker while we listen to the network.
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // Residents hold a phone; a test that needs an officer opens a tablet beside it.
  projects: [
    { name: 'phone', use: phone },
    { name: 'tablet', use: tablet, testMatch: /axe|navigation/ },
  ],
});
