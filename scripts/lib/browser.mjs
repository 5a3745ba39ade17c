import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { bin } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { run } from './run.mjs';

/** Chromium without its windows: the same pages for less than half of the work. */
const LIGHT = 'chromium-headless-shell';
const NAMES = [LIGHT, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const isProgram = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** A Chromium or Chrome that this machine has already, or null. */
function systemBrowser() {
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ];
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...PLACES,
  ];
  return candidates.find(isProgram) ?? null;
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  const file = chromium.executablePath();
  return file && existsSync(file) ? file : null;
}

/** Installs one of Debian's packages, where root may. @returns {Promise<string>} what was said; '' when it may not */
async function installDebians(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return '';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A mirror that can't be reached must not hold up a run that has another browser.
  const options = ['-q', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10'];
  const install = () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', ...options, name], { env });
  const first = await install();
  if (first.code === 0) return first.output;
  const update = await run('apt-get', ['update', ...options], { env });
  return update.output + (await install()).output;
}

/**
 * The browser for the end-to-end tests: CHROMIUM_PATH, else one of the system's (on Debian, as root, the one without
 * windows is installed beside it), else Playwright's own, else Debian's package, else Playwright's, downloaded.
 * @returns {Promise<string>} a path
 * @throws {PlainError} none could be had, and what to do
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new PlainError(`CHROMIUM_PATH names ${named}, which is no program that can be run.`);
  }
  const present = systemBrowser();
  if (present && !present.endsWith(LIGHT)) await installDebians(LIGHT);
  const there = systemBrowser() ?? (await playwrightsOwn());
  if (there) return there;
  const tried = [];
  for (const name of [LIGHT, 'chromium']) {
    tried.push(await installDebians(name));
    const installed = systemBrowser();
    if (installed) return installed;
  }
  const download = await run(process.execPath, [bin.playwright, 'install', 'chromium']);
  const own = await playwrightsOwn();
  if (download.code === 0 && own) return own;
  tried.push(download.output);
  const words = tried.map((output) => output.trim().split('\n').slice(-6).join('\n')).join('\n');
  throw new PlainError(
    `${words}\n\nThere is no Chromium for the end-to-end tests, and none could be downloaded. Install Chromium or Chrome, or set CHROMIUM_PATH to one.`,
  );
}
