'use client';

import { Check } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef } from 'react';
import { attach } from './attach';
import { cn } from './cn';
import { Kbd } from './kbd';
import { Link } from './link';
import { usePortal } from './portal';
import { openParts, StandIn, useSurface } from './surface';

type MenuProps = {
  /** One button that takes a ref. */
  trigger: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  label?: string;
  className?: string;
  children: ReactNode;
};

/** A menu under a button: arrow keys, typing ahead, Escape. The page behind stays as it is, scrolling too. */
export function Menu({ trigger, align = 'end', side = 'bottom', label, className, children }: MenuProps) {
  const { radix, open, setOpen, near, ...surface } = useSurface();
  const container = usePortal();
  const id = useId();
  const byKeyboard = useRef(false);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.ctrlKey) return;
    byKeyboard.current = false;
    if (!open) event.preventDefault();
    setOpen(!open);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!['Enter', ' ', 'ArrowDown'].includes(event.key)) return;
    byKeyboard.current = true;
    event.preventDefault();
    setOpen(event.key === 'ArrowDown' || !open);
  };
  // Radix goes to the first item if it saw the key. The very first key on a page may come before its code does.
  const onFocus = ({ target, currentTarget }: FocusEvent) => {
    if (target !== currentTarget || !byKeyboard.current) return;
    byKeyboard.current = false;
    currentTarget.querySelector<HTMLElement>('[role^=menuitem]:not([data-disabled])')?.focus();
  };
  const button = attach(trigger, {
    ...near,
    onPointerDown,
    onKeyDown,
    ref: surface.trigger,
    id: `${id}-trigger`,
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    'aria-controls': open ? `${id}-menu` : undefined,
    'data-state': open ? 'open' : 'closed',
  });
  if (!radix) return button;
  const Radix = radix.DropdownMenu;
  return (
    <>
      {button}
      <Radix.Root modal={false} open={open} onOpenChange={setOpen}>
        <Radix.Trigger asChild>
          <StandIn target={surface.trigger} />
        </Radix.Trigger>
        <Radix.Portal container={container}>
          <Radix.Content
            id={`${id}-menu`}
            align={align}
            side={side}
            sideOffset={4}
            collisionPadding={8}
            onFocus={onFocus}
            aria-label={label}
            aria-labelledby={label ? undefined : `${id}-trigger`}
            className={cn(
              'z-60 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-[min(20rem,calc(100vw-1rem))] overflow-y-auto rounded-card bg-raised p-1 shadow-float outline-none',
              'data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in',
              className,
            )}
          >
            {children}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </>
  );
}

export const menuItemClass =
  'group relative flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 py-1 text-sm text-ink no-underline outline-none select-none data-disabled:text-ink-3 data-highlighted:bg-hover pointer-coarse:min-h-10 [&_.lucide]:text-ink-3';

type MenuItemProps = {
  icon?: ReactNode;
  href?: string;
  /** Runs the act; calling preventDefault keeps the menu open. */
  onSelect?: (event: Event) => void;
  danger?: boolean;
  disabled?: boolean;
  /** Why it is disabled now, shown below the label. */
  reason?: string;
  shortcut?: string;
  children: ReactNode;
};

/** One act, or with `href` one place to go. */
export function MenuItem({
  icon,
  href,
  onSelect,
  danger,
  disabled,
  reason,
  shortcut,
  children,
}: MenuItemProps) {
  const inside = (
    <>
      {icon}
      <span className="min-w-0 flex-1">
        {children}
        {reason ? <span className="block text-xs text-ink-3">{reason}</span> : null}
      </span>
      {shortcut ? <Kbd keys={shortcut} className="pointer-coarse:hidden" /> : null}
    </>
  );
  const Radix = openParts().DropdownMenu;
  const look = cn(menuItemClass, danger && 'text-red data-highlighted:bg-red-soft [&_.lucide]:text-red');
  return (
    <Radix.Item
      asChild={Boolean(href)}
      disabled={disabled || Boolean(reason)}
      onSelect={onSelect}
      className={look}
    >
      {href ? <Link href={href}>{inside}</Link> : inside}
    </Radix.Item>
  );
}

/** A heading inside a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  const Radix = openParts().DropdownMenu;
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-3">{children}</Radix.Label>;
}

/** A line between groups of items. */
export function MenuSeparator() {
  const Radix = openParts().DropdownMenu;
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}

type MenuRadioGroupProps = { value: string; onValueChange: (value: string) => void; children: ReactNode };

/** Items of which exactly one is chosen. */
export function MenuRadioGroup(props: MenuRadioGroupProps) {
  const Radix = openParts().DropdownMenu;
  return <Radix.RadioGroup {...props} />;
}

type MenuChoiceProps = { icon?: ReactNode; keepOpen?: boolean; disabled?: boolean; children: ReactNode };

/** One of a MenuRadioGroup's choices. */
export function MenuRadioItem({
  value,
  icon,
  keepOpen,
  disabled,
  children,
}: MenuChoiceProps & { value: string }) {
  const Radix = openParts().DropdownMenu;
  return (
    <Radix.RadioItem
      value={value}
      disabled={disabled}
      onSelect={keepOpen ? (event) => event.preventDefault() : undefined}
      className={menuItemClass}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      <Tick />
    </Radix.RadioItem>
  );
}

type MenuCheckItemProps = MenuChoiceProps & { checked: boolean; onCheckedChange: (checked: boolean) => void };

/** An item that is on or off by itself. */
export function MenuCheckItem({
  checked,
  onCheckedChange,
  icon,
  keepOpen = true,
  disabled,
  children,
}: MenuCheckItemProps) {
  const Radix = openParts().DropdownMenu;
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      disabled={disabled}
      onSelect={keepOpen ? (event) => event.preventDefault() : undefined}
      className={menuItemClass}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      <Tick />
    </Radix.CheckboxItem>
  );
}

function Tick() {
  const Radix = openParts().DropdownMenu;
  return (
    <span className="grid w-4 place-items-center">
      <Radix.ItemIndicator>
        <Check className="text-accent-text!" />
      </Radix.ItemIndicator>
    </span>
  );
}
