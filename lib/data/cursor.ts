import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { env } from '../env';

/**
 * Where a keyset page begins: the row that stands just before it (`after`) or just behind it (`before`), by what
 * the list is sorted by, and the position of the page's nearest row, counted from 1.
 */
export type Cursor = {
  readonly orgId: string;
  readonly way: 'after' | 'before';
  readonly run: number;
  readonly key: string;
  readonly id: string;
  readonly position: number;
};

const shape = z.tuple([
  z.uuid(),
  z.enum(['after', 'before']),
  z.number().int().min(0).max(99),
  z.string().max(400),
  z.uuid(),
  z.number().int().min(0),
]);

/**
 * A cursor as it stands in an address: readable, but made by us for this list alone.
 * @param list which list, in which order, with which filters: a cursor of another one is not taken
 */
export function sealCursor(list: string, c: Cursor): string {
  const body = Buffer.from(JSON.stringify([c.orgId, c.way, c.run, c.key, c.id, c.position]));
  const text = body.toString('base64url');
  return `${text}.${mac(list, text).toString('base64url')}`;
}

/**
 * The cursor behind a text, or null for one that was changed, made for another list, or never ours. Which org it
 * was made for is in it: compare that with the org entered (the two are known only after the same round trip).
 */
export function openCursor(list: string, sealedText: string): Cursor | null {
  const [text = '', code = '', ...rest] = sealedText.split('.');
  if (rest.length || sealedText.length > 1500) return null;
  const given = Buffer.from(code, 'base64url');
  const right = mac(list, text);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  if (!parsed.success) return null;
  const [orgId, way, run, key, id, position] = parsed.data;
  return { orgId, way, run, key, id, position };
}

const mac = (list: string, text: string) =>
  createHmac('sha256', env().AUTH_SECRET)
    .update(`rowhouse cursor\n${list}\n${text}`)
    .digest()
    .subarray(0, 16);
