import { exact } from '@/components/ui/relative';

/** Old addresses that still lead here. `until` is ISO 8601. */
export function FormerAddresses({ hosts }: { hosts: { host: string; until: string }[] }) {
  if (hosts.length === 0) return null;
  return (
    <div className="mt-5">
      <h3 className="text-sm font-medium text-ink">Former addresses that lead here</h3>
      <ul className="mt-1 max-w-[480px] divide-y divide-line">
        {hosts.map(({ host, until }) => (
          <li key={host} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span className="font-mono text-xs leading-5 break-all text-ink">{host}</span>
            <span className="text-ink-2" title={exact(until)}>
              until {day.format(new Date(until))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
