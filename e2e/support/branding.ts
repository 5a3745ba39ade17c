import type { Page } from '@playwright/test';
import { type House, newHouse } from './members';
import { admin as db, type Org } from './world';

/** A new org on a plan that has branding. */
export async function newBrandedHouse(...names: string[]): Promise<House> {
  const house = await newHouse(...names);
  await db.query(`UPDATE org SET plan = 'team' WHERE id = $1`, [house.org.id]);
  return house;
}

/** Names of the pictures that are kept of it. */
export const imagesOf = async (org: Org) =>
  (await db.query('SELECT name FROM org_image WHERE org_id = $1', [org.id])).rows.map(({ name }) => name);

/** Gives a file to one of the branding page's pickers. */
export const choose = (
  page: Page,
  kind: 'Logo' | 'Icon',
  file: { name: string; mimeType: string; buffer: Buffer },
) => page.locator(`input[type=file][aria-label=${kind}]`).setInputFiles(file);

export const preview = (page: Page) => page.getByRole('region', { name: 'Preview' });
export const message = (page: Page) => page.getByRole('textbox', { name: /^Message/ });
