import { z } from 'zod';
import { parse } from '@/lib/admit/action';
import { orgRoute } from '@/lib/admit/route';
import { attempt } from '@/lib/auth/limits';
import { BRAND_KINDS, MOST_BYTES } from '@/lib/brand/kinds';
import { drawPicture, tooLarge } from '@/lib/brand/picture';
import { saveBrandImage } from '@/lib/data/branding';

const schema = z.strictObject({ kind: z.enum(BRAND_KINDS) });

/** Takes a picture's bytes as the logo or the icon. What is kept is drawn anew from it. */
export const POST = orgRoute('brand.update', async ({ request, info, actor }) => {
  const { kind } = parse(schema, Object.fromEntries(new URL(request.url).searchParams));
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge();
  await attempt({ 'brand:org': actor.orgId });
  const picture = await drawPicture(Buffer.from(await request.arrayBuffer()), kind);
  await saveBrandImage(actor, kind, picture, info);
  return Response.json({ name: picture.name });
});
