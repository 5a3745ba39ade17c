import { Avatar } from '@/components/ui/avatar';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { ROLE_LABELS } from '@/lib/access/permissions';
import type { NewMember } from '@/lib/data/overview';
import { orgPaths } from '@/lib/routes';
import { All, Row } from './rows';

/** Who joined last. */
export function NewestMembers({ members, now }: { members: NewMember[]; now: number }) {
  return (
    <Panel
      flush
      title="Recently joined"
      actions={<All href={orgPaths.members({ sort: 'joined', dir: 'desc' })}>All members</All>}
    >
      <ul className="py-1">
        {members.map(({ user_id, name, email, role, joined_at }) => (
          <Row
            key={user_id}
            media={<Avatar name={name} size={24} />}
            title={name}
            detail={`${ROLE_LABELS[role].label} · ${email}`}
            end={<RelativeTime at={joined_at} now={now} />}
          />
        ))}
      </ul>
    </Panel>
  );
}
