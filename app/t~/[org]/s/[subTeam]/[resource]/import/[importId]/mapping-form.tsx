'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Action } from '@/components/form/action-result';
import { useAction } from '@/components/form/use-action';
import { Tr } from '@/components/table/row';
import { Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Panel } from '@/components/ui/panel';
import { Problem } from '@/components/ui/problem';
import { Select } from '@/components/ui/select';
import { rowsCounted } from '../rows-counted';

type Mapping = Record<string, number>;

type MappingFormProps = {
  resource: string;
  id: string;
  many: string;
  total: number;
  /** How many more fit; null: no limit. */
  room: number | null;
  head: string[];
  sample: string[][];
  guess: Mapping;
  fields: { name: string; label: string; needed: boolean }[];
  begin: Action<{ resource: string; id: string; mapping: Mapping }>;
  forget: Action<{ resource: string; id: string }, { href: string }>;
};

const NONE = 'none';

/** Which column of the file is which field, with what the first rows have in them. */
export function MappingForm({
  resource,
  id,
  many,
  total,
  room,
  head,
  sample,
  guess,
  fields,
  ...acts
}: MappingFormProps) {
  const router = useRouter();
  const [mapping, setMapping] = useState<Mapping>(guess);
  const { run, pending, error } = useAction(acts.begin);
  const forget = useAction(acts.forget, { onDone: (data) => data && router.push(data.href) });
  const choose = (field: string, value: string) =>
    setMapping(({ [field]: _, ...rest }) => (value === NONE ? rest : { ...rest, [field]: Number(value) }));
  const options = [
    { value: NONE, label: 'Not in this file' },
    ...head.map((name, i) => ({ value: String(i), label: name || `Column ${i + 1}` })),
  ];
  const missing = fields.find(({ name, needed }) => needed && mapping[name] === undefined);
  return (
    <>
      {room !== null && room < total ? (
        <Callout
          tone="warn"
          title={`There is room for ${Math.max(0, room).toLocaleString('en')} more ${many}`}
        >
          The first ones that fit come in; the rest are refused, and stand in the file of refused rows.
        </Callout>
      ) : null}
      <Panel
        flush
        title="Which column is what"
        description="Guessed by the names of the columns; change what is wrong."
      >
        <Table label="Columns" layout="scroll">
          <Thead>
            <Tr>
              <Th width={160}>Field</Th>
              <Th width={240}>Column of the file</Th>
              <Th>First rows</Th>
            </Tr>
          </Thead>
          <Tbody>
            {fields.map(({ name, label, needed }) => {
              const at = mapping[name];
              const values = at === undefined ? [] : sample.map((cells) => cells[at] ?? '').filter(Boolean);
              return (
                <Tr key={name}>
                  <Td>
                    <span className="font-medium text-ink">{label}</span>
                    {needed ? <span className="ml-1.5 text-xs text-ink-3">needed</span> : null}
                  </Td>
                  <Td>
                    <Select
                      aria-label={`Column for ${label}`}
                      options={options}
                      value={at === undefined ? NONE : String(at)}
                      onValueChange={(value) => choose(name, value)}
                    />
                  </Td>
                  <Td muted>
                    <span className="line-clamp-1 min-w-40 break-all">{values.slice(0, 3).join(' · ')}</span>
                  </Td>
                </Tr>
              );
            })}
          </Tbody>
        </Table>
      </Panel>
      {error ? <Problem {...error} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          pending={pending}
          disabled={Boolean(missing)}
          onClick={() => run({ resource, id, mapping })}
        >
          Import {rowsCounted(total)}
        </Button>
        <Button variant="ghost" pending={forget.pending} onClick={() => forget.run({ resource, id })}>
          Forget this file
        </Button>
        {missing ? <span className="text-ink-2">Choose the column for “{missing.label}” first.</span> : null}
      </div>
    </>
  );
}
