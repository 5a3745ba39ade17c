import { ArrowDownLeft } from 'lucide-react';
import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ReceiptRow } from '@/lib/data/receipts';

/** The newest events that came in through a relay. */
export function Receipts({ receipts, now }: { receipts: ReceiptRow[]; now: number }) {
  if (receipts.length === 0) return <EmptyState small icon={<ArrowDownLeft />} title="Nothing came in yet" />;
  return (
    <Table label="Events that came in" compact>
      <Thead>
        <Tr>
          <Th width="100%">Event</Th>
          <Th width="7.5rem" align="right">
            When
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {receipts.map((row) => (
          <Tr key={row.webhook_id}>
            <PrimaryCell
              title={
                <span className="font-mono text-xs font-normal">
                  {row.type} <span className="text-ink-3">{row.webhook_id}</span>
                </span>
              }
              detail={<span className="font-mono">{row.body}</span>}
            />
            <Td align="right" muted>
              <RelativeTime at={row.at.getTime()} now={now} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
