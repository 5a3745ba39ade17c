import { exact } from '@/components/ui/relative';
import { Status } from '@/components/ui/status';
import type { MemberLine } from './member-line';

const STATUSES = {
  active: { word: 'Active', tone: 'green' },
  invited: { word: 'Invited', tone: 'blue' },
  expired: { word: 'Expired', tone: 'amber' },
} as const satisfies Record<MemberLine['status'], object>;

/** Active, invited or expired, as dot and word; an invitation's last day on hover. */
export function MemberStatus({ line: { status, expires } }: { line: MemberLine }) {
  const { word, tone } = STATUSES[status];
  const until =
    expires === null ? undefined : `${status === 'invited' ? 'Until' : 'Since'} ${exact(expires)}`;
  return (
    <span title={until}>
      <Status tone={tone}>{word}</Status>
    </span>
  );
}
