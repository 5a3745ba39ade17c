import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isUuid, newId } from '../ids';
import type { Mail } from './send';

// The development mailbox: one JSON file a mail, named by a time-ordered id, so that names sort as mails came.

const stored = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});
export type StoredMail = z.output<typeof stored>;

/** Puts a mail into the mailbox. A reader sees all of it or nothing: it is renamed into place. */
export async function putIntoMailbox(dir: string, mail: Mail & { from: string }): Promise<void> {
  await mkdir(dir, { recursive: true });
  const id = newId();
  const file = path.join(dir, `${id}.json`);
  const { from, to, subject, text, html } = mail;
  const row: StoredMail = { id, at: new Date().toISOString(), from, to, subject, text, html };
  await writeFile(`${file}.part`, JSON.stringify(row), { mode: 0o600 });
  await rename(`${file}.part`, file);
}

/** The newest mails, newest first, at most `limit`. An absent mailbox is an empty one. */
export async function listMailbox(dir: string, limit: number): Promise<StoredMail[]> {
  const ids = await idsIn(dir);
  const mails = await Promise.all(ids.slice(0, limit).map((id) => findInMailbox(dir, id)));
  return mails.filter((mail) => mail !== null);
}

/** One mail by its id; null when there is none. */
export async function findInMailbox(dir: string, id: string): Promise<StoredMail | null> {
  if (!isUuid(id)) return null;
  try {
    return stored.parse(JSON.parse(await readFile(path.join(dir, `${id}.json`), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function idsIn(dir: string): Promise<string[]> {
  try {
    const names = await readdir(dir);
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    return ids.filter(isUuid).sort().reverse();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
