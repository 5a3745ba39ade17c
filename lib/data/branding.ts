import { z } from 'zod';
import type { Actor } from '../access/actor';
import { type BrandKind, MESSAGE_MAX } from '../brand/kinds';
import type { Picture } from '../brand/picture';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import type { RequestInfo } from '../tenancy/request';
import { type Happening, record } from './audit';
import { stillMay } from './org-settings';
import { reserve } from './reserve';

export const messageSchema = z.strictObject({
  message: z
    .string()
    .max(20_000, 'Use at most 20,000 characters.')
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .max(MESSAGE_MAX, `Use at most ${MESSAGE_MAX} characters.`)
        // Line breaks are fine; what turns the direction of text around could make it say something else.
        .regex(/^(?:\n|[^\p{Cc}\u202a-\u202e\u2066-\u2069])*$/u, 'Leave out control characters.'),
    ),
});

/** The words on the sign-in page, for a flight. */
export const SIGN_IN_MESSAGE = sql<{ sign_in_message: string }>`
  SELECT o.sign_in_message FROM org o WHERE o.id = ${ORG}`;

/**
 * Puts a picture in the place of the logo or the icon. The one before is removed with it: nothing is kept that is not
 * shown. The same picture again is no change.
 * @throws AppError forbidden when the role was lost in the meantime, quota_exceeded when the storage is full
 */
export async function saveBrandImage(
  actor: Actor,
  kind: BrandKind,
  picture: Picture,
  request: RequestInfo,
): Promise<void> {
  await inOrgTx(actor, async (db) => {
    const before = await brandBefore(db, actor);
    if (before[kind] === picture.name) return;
    const { name, bytes, width, height } = picture;
    await reserve(db, actor.limits, 'storage', bytes.length);
    await db.orgImage.createMany({
      data: [
        { orgId: db.orgId, name, kind, bytes: Uint8Array.from(bytes), size: bytes.length, width, height },
      ],
      skipDuplicates: true,
    });
    await change(db, kind, name);
    await record(db, { actor, request }, happening(db, `brand.${kind}_changed`, before, { [kind]: name }));
  });
}

/** Takes the logo or the icon away, with its bytes. None to take away is no change. @throws AppError forbidden */
export async function removeBrandImage(actor: Actor, kind: BrandKind, request: RequestInfo): Promise<void> {
  await inOrgTx(actor, async (db) => {
    const before = await brandBefore(db, actor);
    if (!before[kind]) return;
    await change(db, kind, null);
    await record(db, { actor, request }, happening(db, `brand.${kind}_removed`, before, { [kind]: null }));
  });
}

/** Changes the words on the sign-in page. The same again is no change. @throws AppError forbidden */
export async function setSignInMessage(actor: Actor, message: string, request: RequestInfo): Promise<void> {
  await inOrgTx(actor, async (db) => {
    const before = await brandBefore(db, actor);
    if (before.message === message) return;
    await db.org.updateMany({ where: {}, data: { signInMessage: message } });
    await record(db, { actor, request }, happening(db, 'brand.message_changed', before, { message }));
  });
}

type BrandNow = { name: string; logo: string | null; icon: string | null; message: string };

async function brandBefore(db: OrgTx, actor: Actor): Promise<BrandNow> {
  await stillMay(db, actor, 'brand.update');
  const { signInMessage, ...rest } = await db.org.findFirstOrThrow({
    select: { name: true, logo: true, icon: true, signInMessage: true },
  });
  return { ...rest, message: signInMessage };
}

/** Shows another picture, or none, and removes every one that is not shown any more. */
async function change(db: OrgTx, kind: BrandKind, name: string | null) {
  await db.org.updateMany({ where: {}, data: { [kind]: name } });
  const { logo, icon } = await db.org.findFirstOrThrow({ select: { logo: true, icon: true } });
  await db.orgImage.deleteMany({ where: { name: { notIn: [logo, icon].filter((one) => one !== null) } } });
}

/** The event of a change: names of pictures, never their bytes. */
function happening(
  db: OrgTx,
  action: string,
  before: BrandNow,
  after: Partial<Record<keyof BrandNow, string | null>>,
): Happening {
  const changed = Object.keys(after) as (keyof BrandNow)[];
  return {
    action,
    target: { kind: 'org', id: db.orgId, label: before.name },
    before: Object.fromEntries(changed.map((key) => [key, before[key]])),
    after,
  };
}
