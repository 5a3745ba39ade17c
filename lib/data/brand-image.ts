import { askGate } from '../db/enter';
import { sql } from '../db/sql';
import { featuresOf, type PlanRow } from '../plans/entitlements';

type Found = Omit<PlanRow, 'limits'> & { bytes: Uint8Array };

/**
 * The bytes of a picture that an organization shows now: of the one that lives at this host, or on the root host of
 * any, since a name says nothing but what is in it. Null when there is none, or its branding is switched off.
 */
export async function shownImage(hostKey: string | null, name: string): Promise<Uint8Array | null> {
  const found = await askGate(sql<Found>`SELECT * FROM brand_image(${hostKey}, ${name})`);
  return found.find((one) => featuresOf(one).has('branding'))?.bytes ?? null;
}
