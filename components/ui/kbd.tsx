import { cn } from './cn';

const SYMBOLS: Record<string, string> = {
  shift: '⇧',
  enter: '↵',
  backspace: '⌫',
  esc: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
};

const KEY =
  'inline-grid h-[18px] min-w-[18px] place-items-center rounded-[4px] border border-line bg-hover px-1 font-sans text-2xs leading-none font-medium text-ink-2';

/**
 * A shortcut, its keys separated by spaces: "mod k" is ⌘ K on Apple machines and Ctrl K elsewhere (both
 * are rendered, and the platform that <html data-platform="apple"> names decides), "g m" is g, then m.
 */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-0.5', className)}>
      {keys.split(' ').map((key) =>
        key === 'mod' ? (
          <kbd key={key} className={KEY}>
            <span className="hidden in-data-[platform=apple]:inline">⌘</span>
            <span className="in-data-[platform=apple]:hidden">Ctrl</span>
          </kbd>
        ) : (
          <kbd key={key} className={KEY}>
            {SYMBOLS[key] ?? key.toUpperCase()}
          </kbd>
        ),
      )}
    </span>
  );
}
