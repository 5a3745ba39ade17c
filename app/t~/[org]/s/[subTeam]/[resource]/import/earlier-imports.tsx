import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { Status } from '@/components/ui/status';
import { toUlid } from '@/lib/ids';
import type { ListedImport } from '@/lib/resources/import';
import { rowsCounted } from './rows-counted';

const STATES = {
  mapping: { tone: 'neutral', says: 'Not begun' },
  waiting: { tone: 'amber', says: 'Coming in' },
  done: { tone: 'green', says: 'Done' },
} as const;

type EarlierImportsProps = { imports: ListedImport[]; pathOf: (id: string) => string; now: number };

/** The last files, each leading to what became of it. */
export function EarlierImports({ imports, pathOf, now }: EarlierImportsProps) {
  return (
    <Panel flush title="Files before this one">
      <Table label="Files">
        <Thead>
          <Tr>
            <Th>File</Th>
            <Th width={120}>State</Th>
            <Th width={88} align="right">
              Added
            </Th>
            <Th width={88} align="right">
              Refused
            </Th>
            <Th width={120}>When</Th>
          </Tr>
        </Thead>
        <Tbody>
          {imports.map((one) => (
            <Tr key={one.id}>
              <PrimaryCell
                href={pathOf(toUlid(one.id))}
                title={one.file_name}
                detail={`${rowsCounted(one.total)}, by ${one.created_by}`}
              />
              <Td>
                <Status tone={STATES[one.state].tone}>{STATES[one.state].says}</Status>
              </Td>
              <Td align="right" label="Added">
                {one.added.toLocaleString('en')}
              </Td>
              <Td align="right" label="Refused">
                {one.refused.toLocaleString('en')}
              </Td>
              <Td muted>
                <RelativeTime at={one.created_at.getTime()} now={now} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}
