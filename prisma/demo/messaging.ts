import type pg from 'pg';
import { newSigningSecret } from '../../lib/relays/signature.ts';
import { seal } from '../../lib/sealed.ts';
import { daysAgo, idAt, insert, scope, tell } from './story.ts';

type Who = { id: string; email: string; name: string };
type Org = { id: string; owner: Who };
/** Who said what how many hours ago; of ours by a member's name, of theirs by none. */
type Said = { hours: number; text: string; by?: string };
type Talk = { email: string; name: string; said: Said[]; unread?: number; closed?: true; assignee?: Who };

/** An echo relay: what is sent through it comes back, so that conversations work with nothing outside. */
export async function seedRelay(db: pg.ClientBase, { id: org, owner }: Org): Promise<string> {
  const at = daysAgo(10);
  const id = idAt(at);
  const secret = newSigningSecret();
  await insert(db, 'relay', {
    org_id: org,
    id,
    name: 'Echo',
    kind: 'echo',
    secret_cipher: seal(secret, { table: 'relay', orgId: org, id }),
    tail: secret.slice(-5),
    created_by_id: owner.id,
    created_by: owner.name,
    created_at: at,
  });
  const target = { kind: 'relay', id, label: 'Echo' };
  await tell(db, org, {
    at,
    by: owner,
    action: 'relay.created',
    target,
    after: { kind: 'echo', name: 'Echo' },
  });
  return id;
}

/** What a workspace and some people wrote to each other. */
export async function seedTalks(
  db: pg.ClientBase,
  org: Org,
  at: { workspace: string; relay: string },
  talks: readonly Talk[],
) {
  const own = { org_id: org.id, workspace_id: at.workspace };
  await scope(db, { org: org.id, workspace: at.workspace });
  for (const { email, name, said, unread = 0, closed, assignee } of talks) {
    const first = daysAgo(0, said[0]?.hours ?? 1);
    const last = said.at(-1);
    const lastAt = daysAgo(0, last?.hours ?? 1);
    const id = idAt(first);
    const { rows } = await db.query(
      'SELECT id FROM contact WHERE org_id = $1 AND workspace_id = $2 AND email = $3',
      [org.id, at.workspace, email],
    );
    await insert(db, 'conversation', {
      ...own,
      id,
      relay_id: at.relay,
      address: email,
      name,
      name_key: name.toLowerCase(),
      contact_id: rows[0]?.id ?? null,
      status: closed ? 'closed' : 'open',
      assignee_id: assignee?.id ?? null,
      unread,
      last_text: last?.text ?? '',
      last_at: lastAt,
      changed_at: lastAt,
      created_at: first,
    });
    for (const { hours, text, by } of said) {
      const when = daysAgo(0, hours);
      const message = idAt(when);
      await insert(db, 'message', {
        ...own,
        id: message,
        conversation_id: id,
        direction: by ? 'out' : 'in',
        text,
        author: by ?? '',
        at: when,
      });
      if (!by) continue;
      await insert(db, 'relay_delivery', {
        org_id: org.id,
        id: message,
        relay_id: at.relay,
        type: 'message.sent',
        body: JSON.stringify({ to: email, name, text }),
        state: 'delivered',
        attempts: 1,
        next_at: null,
        created_by: by,
        created_at: when,
        settled_at: new Date(when.getTime() + 400),
        carried_for: at.workspace,
      });
    }
  }
}

/** Places to work at, the first ones taken. */
export async function seedDesktops(
  db: pg.ClientBase,
  org: string,
  workspace: string,
  desktops: readonly { name: string; place: string; member?: Who }[],
) {
  await scope(db, { org, workspace });
  for (const [i, { name, place, member }] of desktops.entries()) {
    const at = daysAgo(9, i);
    await insert(db, 'desktop', {
      org_id: org,
      workspace_id: workspace,
      id: idAt(at),
      name,
      place,
      member_id: member?.id ?? null,
      since: member ? daysAgo(6, i) : null,
      created_at: at,
      updated_at: at,
    });
  }
}

/** What the demo's main workspace wrote. */
export const mainTalks = (answering: Who): Talk[] => [
  {
    email: 'ada.okafor@northwind.example',
    name: 'Ada Okafor',
    unread: 1,
    said: [
      { hours: 52, text: 'Do you deliver to Hamburg before Friday?' },
      { hours: 51, text: 'We do, if we hear from you by Wednesday noon.', by: answering.name },
      { hours: 3, text: 'Then please put us down for two pallets.' },
    ],
  },
  {
    email: 'bruno.novak@larkspurbooks.example',
    name: 'Bruno Novak',
    assignee: answering,
    said: [
      { hours: 30, text: 'Good morning Bruno, your proof copies left us today.', by: answering.name },
      { hours: 29, text: 'Wonderful, we are looking forward to them.' },
      { hours: 28, text: 'Let us know what you think of the paper.', by: answering.name },
    ],
  },
  {
    email: 'reception@harbour-hotel.example',
    name: 'Harbour Hotel',
    closed: true,
    said: [
      { hours: 120, text: 'Is the invoice of October paid?' },
      { hours: 119, text: 'It is, thank you. Nothing is open.', by: answering.name },
    ],
  },
];

/** What a sub-team of the demo wrote. */
export const subTeamTalks = (team: string, answering: Who): Talk[] => [
  {
    email: `desk@${team.toLowerCase().replace(/[^a-z]+/g, '-')}.example`,
    name: `${team} front desk`,
    assignee: answering,
    said: [
      { hours: 26, text: 'Who is with us next week?' },
      { hours: 25, text: 'The same two as this week.', by: answering.name },
    ],
  },
];
