import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { bin } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
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

/**
 * The browser for the end-to-end tests: CHROMIUM_PATH, else one of the system's, else Playwright's own, which is
 * downloaded if need be, else Debian's package where root may install it.
 * @returns {Promise<string>} a path
 * @throws {PlainError} none could be had, and what to do
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new PlainError(`CHROMIUM_PATH names ${named}, which is no program that can be run.`);
  }
  const there = systemBrowser() ?? (await playwrightsOwn());
  if (there) return there;
  const tried = [];
  const download = await run(process.execPath, [bin.playwright, 'install', 'chromium']);
  const own = await playwrightsOwn();
  if (download.code === 0 && own) return own;
  tried.push(download.output);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    tried.push((await run('apt-get', ['update', '-q'], { env })).output);
    tried.push(
      (await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env })).output,
    );
    const installed = systemBrowser();
    if (installed) return installed;
  }
  const words = tried.map((output) => output.trim().split('\n').slice(-6).join('\n')).join('\n');
  throw new PlainError(
    `${words}\n\nThere is no Chromium for the end-to-end tests, and none could be downloaded. Install Chromium or Chrome, or set CHROMIUM_PATH to one.`,
  );
}
