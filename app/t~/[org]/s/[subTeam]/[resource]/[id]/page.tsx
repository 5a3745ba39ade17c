import { notFound } from 'next/navigation';
import type { Role } from '@/lib/access/permissions';
import { type GrantRow, grantsOn, rolesAround } from '@/lib/data/access-of';
import { type GrantedRow, grantedToMe } from '@/lib/data/granted';
import { fromUlid, NO_ID } from '@/lib/ids';
import type { RecordRow } from '@/lib/resources/describe';
import { requireResourceWith } from '@/lib/resources/door';
import { recordOf } from '@/lib/resources/list';
import { OWN_PANELS } from './own-panels';
import { historyOf, RecordView } from './record-view';

type Sharing = [GrantedRow[], GrantRow[], { role: Role; count: number }[]];
type Rows = [RecordRow[], Parameters<typeof RecordView>[0]['events'], ...unknown[][]];

/** One row: its fields, what belongs to it, and what happened to it. One round trip. */
export default async function RecordPage({ params }: PageProps<'/t~/[org]/s/[subTeam]/[resource]/[id]'>) {
  const uuid = fromUlid((await params).id) ?? NO_ID;
  const { resource, actor, rows } = await requireResourceWith(params, 'read', (found) => [
    recordOf(found, uuid),
    historyOf(found, uuid),
    ...(found.shares
      ? [
          grantedToMe(found.shares, [uuid]),
          grantsOn({ kind: found.shares, id: uuid }),
          rolesAround({ kind: found.shares, id: uuid }),
        ]
      : []),
    ...(found.relations ?? []).map(({ few }) => few(uuid)),
    ...(OWN_PANELS[found.name]?.reads(uuid) ?? []),
  ]);
  const [[row], events, ...rest] = rows as unknown as Rows;
  if (!row) notFound();
  const [mine, grants, counts] = (resource.shares ? rest.slice(0, 3) : [[], [], []]) as Sharing;
  const besides = resource.shares ? rest.slice(3) : rest;
  const ties = resource.relations?.length ?? 0;
  const related = besides.slice(0, ties) as { id: string; name: string }[][];
  const own = OWN_PANELS[resource.name];
  return (
    <RecordView
      resource={resource}
      actor={actor}
      row={row}
      events={events}
      related={related}
      sharing={{ mine, grants, counts }}
    >
      {own?.panel({ row, actor, rows: besides.slice(ties), now: Date.now() })}
    </RecordView>
  );
}
