import { expect, type Page } from '@playwright/test';

/** Types into whatever field has the focus, once one has it: what opens by a click may be on its way. */
export async function typeInFocus(page: Page, text: string): Promise<void> {
  await expect(page.locator('input:focus')).toBeVisible();
  await page.keyboard.type(text);
}
