import { notFound } from 'next/navigation';
import { fromUlid } from '@/lib/ids';
import type { RecordRow } from '@/lib/resources/describe';
import { requireResourceWith } from '@/lib/resources/door';
import { recordOf } from '@/lib/resources/list';
import { historyOf, RecordView } from './record-view';

type Rows = [RecordRow[], Parameters<typeof RecordView>[0]['events'], ...{ id: string; name: string }[][]];

/** One row: its fields, what belongs to it, and what happened to it. One round trip. */
export default async function RecordPage({ params }: PageProps<'/t~/[org]/s/[subTeam]/[resource]/[id]'>) {
  const uuid = fromUlid((await params).id);
  const { resource, actor, rows } = await requireResourceWith(params, 'read', (found) => [
    recordOf(found, uuid),
    historyOf(found, uuid),
    ...(found.relations ?? []).map(({ few }) => few(uuid ?? '00000000-0000-0000-0000-000000000000')),
  ]);
  const [[row], events, ...related] = rows as unknown as Rows;
  if (!row) notFound();
  return <RecordView resource={resource} actor={actor} row={row} events={events} related={related} />;
}
