import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { OrgColor } from '@/components/ui/org-color';
import { requirePersonWith } from '@/lib/admit/person';
import { proofAskedOf } from '@/lib/auth/proof-asked';
import { wayBack } from '@/lib/auth/way-back';
import { MY_ORGS } from '@/lib/data/my-orgs';
import { rootPaths } from '@/lib/routes';
import { doorOrgOf } from '../_door/door-of';
import { Prove } from './prove';

export const metadata: Metadata = { title: 'Confirm that it’s you' };

const one = z.string().max(2000).catch('');

/**
 * Where a custom domain sends a member who has to confirm who they are: no password is entered there. The way back is one
 * of their own organizations' hosts, never an address that the link names.
 */
export default async function ProvePage({ searchParams }: PageProps<'/prove'>) {
  const {
    person,
    rows: [mine],
  } = await requirePersonWith([MY_ORGS]);
  const params = await searchParams;
  const asked = { host: one.parse(params.host), next: one.parse(params.next) };
  const back = wayBack(mine, asked.host, asked.next);
  const what = await proofAskedOf(person);
  if (!what) redirect(back.href);
  const org = back.host === null ? null : await doorOrgOf(back.host);
  return (
    <OrgColor color={org?.color}>
      <Prove
        what={what}
        email={person.email}
        org={org && { ...org, message: '' }}
        backHref={back.href}
        // Signing in again leads here, and from here back.
        againHref={rootPaths.signIn({ next: rootPaths.prove(asked), email: person.email })}
      />
    </OrgColor>
  );
}
