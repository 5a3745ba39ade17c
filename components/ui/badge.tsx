import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';

const badgeClass = cva(
  'inline-flex h-[18px] max-w-full shrink-0 items-center gap-1 rounded-[5px] px-1.5 text-xs font-medium whitespace-nowrap [&_.lucide]:size-3',
  {
    variants: {
      tone: {
        neutral: 'bg-hover text-ink-2',
        accent: 'bg-accent-soft text-accent-text',
        green: 'bg-green-soft text-green',
        amber: 'bg-amber-soft text-amber',
        red: 'bg-red-soft text-red',
        blue: 'bg-blue-soft text-blue',
      },
      mono: { true: 'font-mono font-normal', false: '' },
    },
    defaultVariants: { tone: 'neutral', mono: false },
  },
);

type BadgeProps = VariantProps<typeof badgeClass> & { icon?: ReactNode; children: ReactNode };

/** A small word about a thing: a role, a plan, "You". For how a thing fares, use Status. */
export function Badge({ tone, mono, icon, children }: BadgeProps) {
  return (
    <span className={badgeClass({ tone, mono })}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
