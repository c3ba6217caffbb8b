// What axe finds on a page, light and dark.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds on this page, in both themes, one line each. */
export async function violations(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // There are no frames from elsewhere, so the quick way sees everything.
    const builder = new AxeBuilder({ page }).setLegacyMode(true);
    // Only colours change with the theme.
    if (colorScheme === 'dark') builder.withRules(['color-contrast']);
    for (const { id, nodes } of (await builder.analyze()).violations) {
      for (const { target, failureSummary } of nodes) {
        found.push(`${name}, ${colorScheme}: ${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`);
      }
    }
  }
  return found;
}
