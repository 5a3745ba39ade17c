import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findInMailbox, listMailbox, putIntoMailbox } from './mailbox';

const made: string[] = [];
afterEach(async () => {
  for (const dir of made.splice(0)) await rm(dir, { recursive: true });
});

async function newDir() {
  const dir = await mkdtemp(path.join(tmpdir(), 'mailbox-'));
  made.push(dir);
  return dir;
}
const mail = (subject: string) => ({
  from: 'a@x.example',
  to: 'b@x.example',
  subject,
  text: 't',
  html: '<p>t</p>',
});

test('mails come back newest first, as they were put in', async () => {
  const dir = path.join(await newDir(), 'not', 'there', 'yet');
  for (const subject of ['one', 'two', 'three']) await putIntoMailbox(dir, mail(subject));
  const mails = await listMailbox(dir, 2);
  expect(mails.map((m) => m.subject)).toEqual(['three', 'two']);
  expect(await findInMailbox(dir, mails[1]?.id ?? '')).toMatchObject(mail('two'));
});

test('a hundred at once are all there, whole, and for the owner of the process alone', async () => {
  const dir = await newDir();
  await Promise.all(Array.from({ length: 100 }, (_, i) => putIntoMailbox(dir, mail(String(i)))));
  expect(await listMailbox(dir, 1000)).toHaveLength(100);
  for (const name of await readdir(dir)) {
    expect(name).toMatch(/^[0-9a-f-]{36}\.json$/);
    expect((await stat(path.join(dir, name))).mode & 0o077).toBe(0);
  }
});

test('an absent mailbox is empty, and only mails can be asked for', async () => {
  const dir = await newDir();
  await writeFile(path.join(dir, 'secret.json'), '{"id":"x"}');
  expect(await listMailbox(path.join(dir, 'none'), 10)).toEqual([]);
  expect(await listMailbox(dir, 10)).toEqual([]);
  for (const id of ['secret', '../secret', '', '..', '/etc/passwd'])
    expect(await findInMailbox(dir, id)).toBeNull();
});
