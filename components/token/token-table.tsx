import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { RelativeTime } from '@/components/ui/relative-time';
import { Status } from '@/components/ui/status';
import { counts, TOKEN_STATES, type TokenLine } from './token-line';
import { type TokenActs, TokenMenu } from './token-menu';

type TokenTableProps = TokenActs & { lines: TokenLine[]; now: number; label: string };

/** Tokens, with what they may do, until when they count, and when and from where they were last used. */
export function TokenTable({ lines, now, label, rotate, revoke }: TokenTableProps) {
  return (
    <Table label={label}>
      <Thead>
        <Tr>
          <Th>Token</Th>
          <Th width="7rem">State</Th>
          <Th width="9rem">May</Th>
          <Th width="8rem">Expires</Th>
          <Th width="10rem">Last used</Th>
          <Th srOnly width={48}>
            Acts
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.id}>
            <PrimaryCell
              title={line.name}
              detail={
                <>
                  <span className="font-mono">{line.looks}</span>
                  {line.by ? ` · made by ${line.by}` : null}
                </>
              }
            />
            <Td label="State">
              <Status tone={TOKEN_STATES[line.state].tone}>{TOKEN_STATES[line.state].word}</Status>
            </Td>
            <Td label="May" muted>
              <span className="whitespace-nowrap" title={line.scopes.map(({ says }) => says).join('\n')}>
                {may(line)}
              </span>
            </Td>
            <Td label="Expires" muted>
              {line.expires ? <RelativeTime at={line.expires} now={now} /> : 'Never'}
            </Td>
            <Td label="Last used" muted>
              {line.lastUsed ? (
                <>
                  <RelativeTime at={line.lastUsed} now={now} />
                  <span className="block truncate font-mono text-xs text-ink-3">{line.lastIp}</span>
                </>
              ) : (
                'Never'
              )}
            </Td>
            <Td actions>
              {counts(line) && (revoke || rotate) ? (
                <TokenMenu line={line} rotate={rotate} revoke={revoke} />
              ) : null}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

const may = ({ scopes }: TokenLine): string => {
  const writes = scopes.filter(({ scope }) => !scope.endsWith('.read')).length;
  const reads = scopes.length - writes;
  if (writes === 0) return `Read ${reads}`;
  return reads === 0 ? `Write ${writes}` : `Read ${reads}, write ${writes}`;
};
