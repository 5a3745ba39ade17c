import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawPicture, type Picture } from '../brand/picture';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { shownImage } from './brand-image';
import { messageSchema, removeBrandImage, saveBrandImage, setSignInMessage } from './branding';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
const pictures = {} as Record<'red' | 'blue', Picture>;
beforeAll(async () => {
  await db.useEngine();
  for (const color of ['red', 'blue'] as const) {
    const flat = { create: { width: 200, height: 80, channels: 3 as const, background: color } };
    pictures[color] = await drawPicture(await sharp(flat).png().toBuffer(), 'logo');
  }
});
afterAll(() => db.drop());

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const imagesOf = async ({ orgId }: TestOrg) =>
  (await rows('SELECT name FROM org_image WHERE org_id = $1 ORDER BY name', orgId)).map(({ name }) => name);
const branded = async (plan = 'business') => {
  const org = await makeOrg(db.admin);
  await db.admin.query('UPDATE org SET plan = $2 WHERE id = $1', [org.orgId, plan]);
  return org;
};
const save = (org: TestOrg, color: 'red' | 'blue', kind: 'logo' | 'icon' = 'logo') =>
  saveBrandImage(actorIn(org), kind, pictures[color], aRequest());
const eventsOf = ({ orgId }: TestOrg) =>
  rows('SELECT action, before, after FROM audit_event WHERE org_id = $1 ORDER BY id', orgId);

describe('[B5] a picture of an organization', () => {
  test('is kept while it is shown: replaced or removed, its bytes are gone, and the log has names alone', async () => {
    const org = await branded();
    const { red, blue } = { red: pictures.red.name, blue: pictures.blue.name };
    await save(org, 'red');
    await save(org, 'red'); // the same again is no change
    await save(org, 'blue');
    expect(await imagesOf(org)).toEqual([blue]);
    await save(org, 'red', 'icon');
    expect(await imagesOf(org)).toEqual([red, blue].sort());
    await removeBrandImage(actorIn(org), 'logo', aRequest());
    await removeBrandImage(actorIn(org), 'logo', aRequest());
    expect(await imagesOf(org)).toEqual([red]);
    expect(await rows('SELECT logo, icon FROM org WHERE id = $1', org.orgId)).toEqual([
      { logo: null, icon: red },
    ]);
    expect(await eventsOf(org)).toEqual([
      { action: 'brand.logo_changed', before: { logo: null }, after: { logo: red } },
      { action: 'brand.logo_changed', before: { logo: red }, after: { logo: blue } },
      { action: 'brand.icon_changed', before: { icon: null }, after: { icon: red } },
      { action: 'brand.logo_removed', before: { logo: blue }, after: { logo: null } },
    ]);
  });

  test('is shown at its own hosts and, by its name, on the root host; never at another’s', async () => {
    const [org, other] = [await branded(), await branded()];
    await save(org, 'red');
    await save(other, 'blue');
    const { name, bytes } = pictures.red;
    await db.admin.query(`INSERT INTO org_host (org_id, host) VALUES ($1, $2)`, [
      org.orgId,
      `${org.slug}.test`,
    ]);
    for (const host of [org.slug, `${org.slug}.test`, null])
      expect(Buffer.from((await shownImage(host, name)) ?? []), String(host)).toEqual(bytes);
    for (const host of [other.slug, 'nobody', '', `${org.slug}.elsewhere`])
      expect(await shownImage(host, name), host).toBeNull();
    expect(await shownImage(org.slug, pictures.blue.name)).toBeNull();
    expect(await shownImage(null, '0'.repeat(16))).toBeNull();
  });

  test('is gone with its replacement, with the feature, and with the organization', async () => {
    const org = await branded();
    await save(org, 'red');
    const seen = async () => (await shownImage(org.slug, pictures.red.name)) !== null;
    expect(await seen()).toBe(true);
    for (const [off, on] of [
      [`features_off = '{branding}'`, `features_off = '{}'`],
      [`features = '{"branding": false}'`, `features = '{}'`],
      [`plan = 'free'`, `plan = 'team'`],
      ['deleted_at = now()', 'deleted_at = NULL'],
    ]) {
      await db.admin.query(`UPDATE org SET ${off} WHERE id = $1`, [org.orgId]);
      expect(await seen(), off).toBe(false);
      await db.admin.query(`UPDATE org SET ${on} WHERE id = $1`, [org.orgId]);
      expect(await seen(), on).toBe(true);
    }
    await save(org, 'blue');
    expect(await seen()).toBe(false);
  });

  test('that two organizations share stays the other’s when one gives it up', async () => {
    const [org, other] = [await branded(), await branded('free')];
    await save(org, 'red');
    await save(other, 'red');
    // On the root host it is enough that one of them may show it.
    expect(await shownImage(null, pictures.red.name)).not.toBeNull();
    await removeBrandImage(actorIn(other), 'logo', aRequest());
    expect(await imagesOf(org)).toEqual([pictures.red.name]);
  });

  test('is what its name says: the database refuses other bytes, other sizes and what is no PNG', async () => {
    const { orgId } = await branded();
    const { name, bytes } = pictures.red;
    const put = (row: Record<string, unknown>) => {
      const all = {
        org_id: orgId,
        name,
        kind: 'logo',
        bytes,
        size: bytes.length,
        width: 1,
        height: 1,
        ...row,
      };
      return db.admin
        .query(
          `INSERT INTO org_image (${Object.keys(all)}) VALUES (${Object.keys(all).map((_, i) => `$${i + 1}`)})`,
          Object.values(all),
        )
        .then(
          () => 'kept',
          (error) => error.constraint,
        );
    };
    expect(await put({ bytes: Buffer.concat([bytes, Buffer.of(0)]), size: bytes.length + 1 })).toBe(
      'org_image_named',
    );
    expect(await put({ size: 1 })).toBe('org_image_small');
    expect(await put({ width: 4000 })).toBe('org_image_small');
    expect(await put({ kind: 'script' })).toBe('org_image_kind');
    const svg = Buffer.from('<svg/>');
    expect(await put({ bytes: svg, size: svg.length })).toMatch(/org_image_(named|png)/);
  });
});

test('[B5] many uploads at once leave one logo and its bytes, none of the others', async () => {
  const org = await branded();
  await Promise.all(
    (['red', 'blue', 'red', 'blue', 'red', 'blue'] as const).map((color) => save(org, color)),
  );
  const [row] = await rows('SELECT logo FROM org WHERE id = $1', org.orgId);
  expect(await imagesOf(org)).toEqual([row.logo]);
});

test('[B5] a role that was lost in the meantime changes nothing', async () => {
  const org = await branded();
  const viewer = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, viewer.userId, 'viewer');
  const late = actorIn(org, { userId: viewer.userId, role: 'admin' });
  const tries = [
    () => saveBrandImage(late, 'logo', pictures.red, aRequest()),
    () => removeBrandImage(late, 'logo', aRequest()),
    () => setSignInMessage(late, 'Hello', aRequest()),
  ];
  for (const one of tries) await expect(one()).rejects.toMatchObject({ code: 'forbidden' });
  expect(await imagesOf(org)).toEqual([]);
});

test('[B5] the sign-in message is text of at most 200 characters, and each change of it stands in the log', async () => {
  const org = await branded();
  const read = (message: string) => messageSchema.safeParse({ message });
  expect(read('  Use your work address.\r\nAsk Ann. ').data?.message).toBe(
    'Use your work address.\nAsk Ann.',
  );
  for (const wrong of ['x'.repeat(201), 'a\u0000b', 'a\u0007b', '\u202egnissap', 'a\tb'])
    expect(read(wrong).success, JSON.stringify(wrong)).toBe(false);
  await setSignInMessage(actorIn(org), 'Hello', aRequest());
  await setSignInMessage(actorIn(org), 'Hello', aRequest());
  await setSignInMessage(actorIn(org), '', aRequest());
  expect(await eventsOf(org)).toEqual([
    { action: 'brand.message_changed', before: { message: '' }, after: { message: 'Hello' } },
    { action: 'brand.message_changed', before: { message: 'Hello' }, after: { message: '' } },
  ]);
  const long = db.admin.query(`UPDATE org SET sign_in_message = repeat('x', 201) WHERE id = $1`, [org.orgId]);
  await expect(long).rejects.toThrow('org_sign_in_message_length');
});
