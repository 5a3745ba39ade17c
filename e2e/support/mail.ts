import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { v7 } from 'uuid';

export type Mail = { id: string; at: string; to: string; subject: string; text: string; html: string };

const dir = () => {
  const set = process.env.E2E_MAILBOX_DIR;
  if (!set) throw new Error('E2E_MAILBOX_DIR is not set');
  return set;
};

/** Puts a mail into the mailbox, as if it had been sent now. @returns its id */
export async function putMail(mail: Omit<Mail, 'id' | 'at'>): Promise<string> {
  const id = v7();
  const row = { id, at: new Date().toISOString(), from: 'x', ...mail };
  await writeFile(path.join(dir(), `${id}.json`), JSON.stringify(row));
  return id;
}

/** Every mail to an address, newest first. */
export async function mailsTo(to: string): Promise<Mail[]> {
  const names = (await readdir(dir()).catch(() => [])).filter((name) => name.endsWith('.json'));
  const mails = await Promise.all(
    names.map(async (name): Promise<Mail> => JSON.parse(await readFile(path.join(dir(), name), 'utf8'))),
  );
  return mails.filter((mail) => mail.to === to).toSorted((a, b) => b.id.localeCompare(a.id));
}

/** The newest mail to an address, once there are `atLeast`, with a subject that has `subject` in it. */
export async function latestMail(
  to: string,
  { subject = '', atLeast = 1 }: { subject?: string; atLeast?: number } = {},
): Promise<Mail> {
  let found: Mail[] = [];
  await expect
    .poll(
      async () => {
        found = (await mailsTo(to)).filter((mail) => mail.subject.includes(subject));
        return found.length;
      },
      { message: `a mail to ${to} (${subject})`, timeout: 10_000 },
    )
    .toBeGreaterThanOrEqual(atLeast);
  return found[0] as Mail;
}

/** The first link of a mail. */
export function linkIn(mail: Mail): string {
  const [link] = mail.text.match(/https?:\/\/\S+/) ?? [];
  if (!link) throw new Error(`no link in “${mail.subject}”`);
  return link;
}
