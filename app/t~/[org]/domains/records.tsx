import { cn } from '@/components/ui/cn';
import { CopyField } from '@/components/ui/copy-field';
import { Status, type Tone } from '@/components/ui/status';
import type { DnsRecord } from '@/lib/domains/records';

const ANSWERS: Record<DnsRecord['answer'], { tone: Tone; word: string }> = {
  right: { tone: 'green', word: 'Found' },
  other: { tone: 'red', word: 'Other value' },
  none: { tone: 'neutral', word: 'Not found' },
  silent: { tone: 'amber', word: 'No answer' },
  unasked: { tone: 'neutral', word: 'Not looked up yet' },
};

/** The records that a domain needs, each to be copied, with what the last look-up found in its place. */
export function Records({ records, host }: { records: DnsRecord[]; host: string }) {
  const shortened = records.find(({ name, short }) => name !== short);
  return (
    <div>
      <ul aria-label={`DNS records of ${host}`} className="divide-y divide-line border-y border-line">
        {records.map((record) => (
          <Record key={`${record.type} ${record.value}`} record={record} />
        ))}
      </ul>
      <p className="px-4 pt-2.5 pb-3 text-xs text-ink-3">
        {shortened ? (
          <>
            Providers that add <span className="font-mono">.{shortened.zone}</span> by themselves want only{' '}
            {records.map(({ type, value, short }, i) => (
              <span key={`${type} ${value}`}>
                {i > 0 ? ', ' : ''}
                <span className="font-mono">{short}</span> ({type})
              </span>
            ))}{' '}
            as the name.{' '}
          </>
        ) : null}
        Changes can take up to an hour to be seen everywhere.
      </p>
    </div>
  );
}

function Record({ record }: { record: DnsRecord }) {
  const { type, name, value, answer } = record;
  const { tone, word } = ANSWERS[answer];
  return (
    <li className="grid gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[3.5rem_minmax(0,5fr)_minmax(0,6fr)_8rem]">
      <Part label="Type">
        <span className="font-mono text-xs leading-8 text-ink max-md:leading-5">{type}</span>
      </Part>
      <Part label="Name">
        <CopyField value={name} label={`name of the ${type} record`} />
      </Part>
      <Part label="Value">
        <CopyField value={value} label={`value of the ${type} record`} />
        {answer === 'other' ? <Instead record={record} /> : null}
      </Part>
      <Part label="Last look-up">
        <span className="flex min-h-8 items-center max-md:min-h-5">
          <Status tone={tone}>{word}</Status>
        </span>
      </Part>
    </li>
  );
}

/** What stands there now, and what has to: as a change of one line. */
function Instead({ record: { found, value } }: { record: DnsRecord }) {
  return (
    <div className="mt-1.5 grid gap-px overflow-hidden rounded-control border border-line font-mono text-xs leading-5">
      {found.map((one) => (
        <Change key={one} sign="−" says="found" className="bg-red-soft text-red">
          {one}
        </Change>
      ))}
      <Change sign="+" says="expected" className="bg-green-soft text-green">
        {value}
      </Change>
    </div>
  );
}

type ChangeProps = { sign: string; says: string; className: string; children: string };

function Change({ sign, says, className, children }: ChangeProps) {
  return (
    <p className={cn('flex gap-2 px-2.5 py-0.5', className)}>
      <span aria-hidden className="select-none">
        {sign}
      </span>
      <span className="sr-only">{says}</span>
      <span className="min-w-0 break-all">{children}</span>
    </p>
  );
}

function Part({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <div className="mb-1 text-xs text-ink-3 md:sr-only">{label}</div>
      {children}
    </div>
  );
}
