import { notFound } from 'next/navigation';
import { requireActor } from '@/lib/admit/page';

/** Any address that no page has: a 404 in the frame, for members alone. */
export default async function UnknownPage() {
  await requireActor('org.read');
  notFound();
}
