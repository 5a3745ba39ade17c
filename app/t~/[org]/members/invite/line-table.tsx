import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Status } from '@/components/ui/status';
import { ROLE_LABELS } from '@/lib/access/permissions';
import type { JudgedLine } from '@/lib/data/invite-judge';
import { into } from '../../invitations/into';
import { VERDICTS } from './verdicts';

/** Each line of what was written, with what sending will do or did. */
export function LineTable({ lines, when }: { lines: JudgedLine[]; when: 'before' | 'after' }) {
  return (
    <Table label="Addresses">
      <Thead>
        <Tr>
          <Th>Address</Th>
          <Th width={120}>Role</Th>
          <Th width={144}>{when === 'before' ? 'Check' : 'Result'}</Th>
          <Th width={72} align="right">
            Line
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map(({ line, text, role, places, verdict, why }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an address may stand there twice, and the order is fixed
          <Tr key={i}>
            <PrimaryCell
              title={text || '(empty)'}
              detail={why || into([...places.teams, ...places.subTeams].map(({ name }) => name))}
            />
            <Td label="Role">{role && verdict !== 'malformed' ? ROLE_LABELS[role].label : '–'}</Td>
            <Td label={when === 'before' ? 'Check' : 'Result'}>
              <Status tone={VERDICTS[verdict].tone}>{VERDICTS[verdict][when]}</Status>
            </Td>
            <Td label="Line" align="right" muted>
              {line}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
