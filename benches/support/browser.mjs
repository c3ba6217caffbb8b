// Chromium as a small phone.
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { root } from './processes.mjs';

const { chromium } = createRequire(path.join(root, 'end2end/package.json'))('@playwright/test');

/** `pin` of the run's certificate. With a pin instead of "ignore all errors" the browser caches as it does at home. */
export const launch = (pin) => chromium.launch(how(pin));

/** The same with a memory that stays when it is closed. */
export const launchKept = (pin, profile, device) => chromium.launchPersistentContext(profile, { ...device, ...how(pin) });

function how(pin) {
  return {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      // Started by root, Chromium's sandbox does not start.
      '--no-sandbox',
      '--disable-gpu',
      `--ignore-certificate-errors-spki-list=${pin}`,
      // The rest keeps Chromium from calling its maker while we listen to the network.
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

/** A phone that has never been here: no cache, no connection, no cookie. */
export const phone = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'id-ID',
  timezoneId: 'Asia/Jakarta',
};
