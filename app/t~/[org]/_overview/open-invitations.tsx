import { Avatar } from '@/components/ui/avatar';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { ROLE_LABELS } from '@/lib/access/permissions';
import type { OpenInvitation } from '@/lib/data/overview';
import { orgPaths } from '@/lib/routes';
import { All, Row } from './rows';

/** The invitations that wait for an answer, those that run out first on top. */
export function OpenInvitations({ invitations, now }: { invitations: OpenInvitation[]; now: number }) {
  const total = invitations[0]?.total ?? 0;
  return (
    <Panel
      flush
      title="Open invitations"
      actions={total ? <All href={orgPaths.invitations()}>{`All ${total.toLocaleString('en')}`}</All> : null}
    >
      {total === 0 ? (
        <p className="px-4 py-3 text-ink-2">No invitation waits for an answer.</p>
      ) : (
        <ul className="py-1">
          {invitations.map(({ id, email, role, expires_at }) => (
            <Row
              key={id}
              media={<Avatar name={email} size={24} />}
              title={email}
              detail={ROLE_LABELS[role].label}
              end={
                <>
                  expires <RelativeTime at={expires_at} now={now} />
                </>
              }
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}
