import { UserRoundX } from 'lucide-react';
import { Pagination } from '@/components/table/pagination';
import { buildHref } from '@/components/table/query';
import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Avatar } from '@/components/ui/avatar';
import { EmptyState } from '@/components/ui/empty-state';
import { roleOf } from '@/lib/access/compose';
import { why } from '@/lib/access/why';
import type { ReachRow } from '@/lib/data/access-of';
import type { Page } from '@/lib/data/keyset';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import type { ThingLine } from '@/lib/shell/thing-line';
import { roleWord } from '../_access/access-line';
import { wayWords } from './way';
import { waysFrom } from './ways-from';

type ReachTableProps = { thing: ThingLine; page: Page<ReachRow>; total: number };

/** Everybody who can reach one thing, what they are on it, and through what; each leads to the whole answer. */
export function ReachTable({ thing, page, total }: ReachTableProps) {
  const path = orgPaths.access();
  return (
    <section aria-labelledby="reach" className="grid gap-3">
      <div>
        <h2 id="reach" className="text-base font-semibold">
          Who can reach {thing.name}
        </h2>
        <p className="text-ink-2 tabular-nums">
          {total === 1 ? '1 person' : `${total.toLocaleString('en')} people`}, by name.
        </p>
      </div>
      {page.rows.length > 0 ? (
        <Table label={`Who can reach ${thing.name}`}>
          <Thead>
            <Tr>
              <Th width="45%">Name</Th>
              <Th width="7rem">Is</Th>
              <Th>Through</Th>
            </Tr>
          </Thead>
          <Tbody>
            {page.rows.map((row) => {
              const { role, composed, paths } = why(thing.kind, waysFrom(row));
              const more = paths.filter((one) => one !== composed.by && roleOf(thing.kind, one)).length;
              const id = toUlid(row.id);
              return (
                <Tr key={id}>
                  <PrimaryCell
                    href={orgPaths.access({ member: id, on: thing.on })}
                    title={row.name || row.email}
                    detail={row.email}
                    media={<Avatar name={row.name || row.email} size={24} />}
                  />
                  <Td label="Is">{roleWord(role)}</Td>
                  <Td label="Through" muted>
                    {composed.by ? wayWords(composed.by) : ''}
                    {more > 0 ? `, and ${more} more` : ''}
                  </Td>
                </Tr>
              );
            })}
          </Tbody>
        </Table>
      ) : (
        <EmptyState small icon={<UserRoundX />} title="Nobody can reach it" />
      )}
      <Pagination
        from={page.from}
        to={page.to}
        total={total}
        prevHref={page.before && buildHref(path, { on: thing.on }, { before: page.before })}
        nextHref={page.after && buildHref(path, { on: thing.on }, { after: page.after })}
      />
    </section>
  );
}
