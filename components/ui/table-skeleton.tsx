import { Skeleton } from './skeleton';

type TableSkeletonProps = {
  /** Column widths as CSS lengths, first column first. */
  columns: string[];
  rows?: number;
  compact?: boolean;
  selectable?: boolean;
  label?: string;
};

// Uneven lengths, in a fixed order so that server and client agree: bars of one length look like a barcode.
const LENGTHS = [62, 44, 71, 53, 66, 39, 58, 48];

/** A table that is coming, row for row as high as the real one. */
export function TableSkeleton({
  columns,
  rows = 8,
  compact,
  selectable,
  label = 'Loading',
}: TableSkeletonProps) {
  const height = compact ? 'h-8' : 'h-10';
  return (
    <div role="status" aria-label={label} className="overflow-hidden">
      <div className="flex h-8 items-center gap-4 border-b border-line px-3">
        {selectable ? <span className="w-4" /> : null}
        {columns.map((width, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns without identity
          <span key={`${i}-${width}`} style={{ width }}>
            <Skeleton className="h-2.5 w-14" />
          </span>
        ))}
      </div>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
          key={row}
          className={`flex ${height} items-center gap-4 border-b border-line px-3 max-sm:h-[72px]`}
        >
          {selectable ? <Skeleton className="size-4" /> : null}
          {columns.map((width, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns without identity
            <span key={`${i}-${width}`} style={{ width }} className="min-w-0">
              <span className="block" style={{ width: `${LENGTHS[(row + i * 3) % LENGTHS.length]}%` }}>
                <Skeleton className="h-3" />
              </span>
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
