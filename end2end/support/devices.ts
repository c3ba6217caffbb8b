// The two devices of the tests: what a resident holds, and what stands on an officer's desk.

export const phone = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

export const tablet = {
  viewport: { width: 1024, height: 768 },
  hasTouch: true,
};
