import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const TONE = {
  neutral: { box: 'border-line bg-sunken', icon: 'text-ink-3', Icon: Info },
  info: { box: 'border-transparent bg-blue-soft', icon: 'text-blue', Icon: Info },
  success: { box: 'border-transparent bg-green-soft', icon: 'text-green', Icon: CircleCheck },
  warn: { box: 'border-transparent bg-amber-soft', icon: 'text-amber', Icon: TriangleAlert },
  danger: { box: 'border-transparent bg-red-soft', icon: 'text-red', Icon: CircleAlert },
};

type CalloutProps = { tone?: keyof typeof TONE; title?: ReactNode; action?: ReactNode; children?: ReactNode };

/** Something to know on this page before going on. One per page; not for the result of an act. */
export function Callout({ tone = 'neutral', title, action, children }: CalloutProps) {
  const { box, icon, Icon } = TONE[tone];
  return (
    <div className={cn('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-control border px-3 py-2.5', box)}>
      <Icon aria-hidden className={cn('mt-0.5', icon)} />
      <div className="min-w-0 flex-1 basis-52">
        {title ? <p className="font-medium text-ink">{title}</p> : null}
        {children ? <div className="text-ink-2">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
