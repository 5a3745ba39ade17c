import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = {
  id: string;
  help: string;
  nodes: { target: unknown[]; html: string; failureSummary?: string }[];
};

/**
 * What axe-core finds wrong with the page as it stands, a line each; [] when nothing.
 * @param except rules that don't apply to what is open, by id
 */
export async function axeFindings(page: Page, except: string[] = []): Promise<string[]> {
  // A list that is being read anew has no title for a moment.
  await expect(page).toHaveTitle(/./);
  // Colours that are still fading in are not the page's colours.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))),
  );
  // Not a <script> element: the page's own policy would refuse it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  // Nothing is preloaded: only a rule that is off (css-orientation-lock) and media, of which there are none, ask for that.
  const violations = await page.evaluate(async (disabled) => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: Violation[] }> };
    };
    const rules = Object.fromEntries(disabled.map((id) => [id, { enabled: false }]));
    return (await axe.run(document, { resultTypes: ['violations'], preload: false, rules })).violations;
  }, except);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
  );
}

/** Fails with everything that axe-core finds on the page. */
export async function expectAccessible(page: Page, label: string, except: string[] = []): Promise<void> {
  expect(await axeFindings(page, except), label).toEqual([]);
}
