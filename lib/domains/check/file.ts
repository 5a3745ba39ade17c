import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const host = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(\*\.)?[^\s*]+$/, 'write a host like console.example.com, or *.example.com');

/** A domain file: which host is meant for which organization, and which look-alikes an operator has looked at. */
const domainFile = z.strictObject({
  domains: z.array(
    z.strictObject({
      host,
      /** Its slug, or its id (26 characters). */
      organization: z.string().trim().min(1),
    }),
  ),
  /** Pairs of hosts that look alike and may. */
  accepted: z.array(z.tuple([host, host])).default([]),
});

export type DomainFile = z.output<typeof domainFile>;

/** Why a domain file can't be used, a line each. */
export class DomainFileError extends Error {}

/**
 * Reads a domain file, YAML or JSON (which is YAML).
 * @throws DomainFileError with every mistake and where it stands
 */
export async function readDomainFile(path: string): Promise<DomainFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new DomainFileError(
      `${path} can’t be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.code}.`,
    );
  });
  return parseDomainFile(text, path);
}

/** The same from its text. `name` is what messages call it. */
export function parseDomainFile(text: string, name: string): DomainFile {
  let data: unknown;
  try {
    data = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new DomainFileError(`${name} is neither YAML nor JSON: ${(error as Error).message.split('\n')[0]}`);
  }
  const parsed = domainFile.safeParse(data);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`,
  );
  throw new DomainFileError(`${name} is not a domain file:\n${lines.join('\n')}`);
}
