import { cn } from './cn';
import { CopyButton } from './copy-button';

/** One value to be copied elsewhere (a DNS record, a host, an id), whole and in mono. */
export function CopyField({ value, label, className }: { value: string; label: string; className?: string }) {
  return (
    <div
      className={cn(
        'flex min-h-8 items-center gap-1 rounded-control border border-line bg-sunken py-0.5 pr-0.5 pl-2.5',
        className,
      )}
    >
      <span className="min-w-0 flex-1 font-mono text-xs leading-5 break-all text-ink">{value}</span>
      <CopyButton value={value} label={`Copy ${label}`} className="self-start" />
    </div>
  );
}
