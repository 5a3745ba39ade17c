import type { Metadata } from 'next';
import { OrgColor } from '@/components/ui/org-color';
import { publicPage } from '@/lib/admit/person';
import { doorOf } from '../../_door/door-of';
import { NewPassword } from './new-password';

export const metadata: Metadata = { title: 'Choose a new password' };

/** Where the mail for choosing a new password leads. */
export default async function ResetConfirmPage({ searchParams }: PageProps<'/reset/confirm'>) {
  await publicPage();
  const { next, org } = await doorOf(searchParams);
  return (
    <OrgColor color={org?.color}>
      <NewPassword next={next} org={org} />
    </OrgColor>
  );
}
