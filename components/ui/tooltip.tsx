'use client';

import {
  type FocusEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react';
import { createPortal } from 'react-dom';
import { attach } from './attach';
import { Kbd } from './kbd';
import { placeBeside, type Side } from './place';
import { usePortal } from './portal';
import {
  currentTooltip,
  hideTooltip,
  movedByTab,
  showTooltip,
  showTooltipSoon,
  subscribeToTooltip,
} from './tooltip-store';

type TooltipProps = {
  content: ReactNode;
  shortcut?: string;
  side?: Side;
  /** One focusable element. */
  children: ReactNode;
};

/** A short explanation on hover and focus. Never the only place where something needed is said. */
export function Tooltip({ content, shortcut, side = 'top', children }: TooltipProps) {
  const id = useId();
  const target = useSyncExternalStore(
    subscribeToTooltip,
    () => {
      const shown = currentTooltip();
      return shown?.id === id ? shown.target : null;
    },
    () => null,
  );
  useEffect(() => () => hideTooltip(id), [id]);
  const hide = () => hideTooltip(id);
  const pressed = useRef(false);
  return (
    <>
      {attach(children, {
        // Moved, not entered: what opens under a resting pointer was not pointed at. A finger has nothing to rest: its
        // touch is the act, as a press is.
        onPointerMove: (event: PointerEvent) => {
          if (event.pointerType !== 'touch' && !pressed.current && target === null)
            showTooltipSoon(id, event.currentTarget);
        },
        onPointerLeave: () => {
          pressed.current = false;
          hide();
        },
        onPointerDown: () => {
          pressed.current = true;
          hide();
        },
        onClick: hide,
        // A dialog that puts the focus somewhere must not open a tooltip there; the Tab key does.
        onFocus: (event: FocusEvent) => {
          if (movedByTab() && event.currentTarget.matches(':focus-visible'))
            showTooltip(id, event.currentTarget);
        },
        onBlur: hide,
        'aria-describedby': target ? id : undefined,
      })}
      {target ? (
        <Bubble id={id} target={target} side={side}>
          {content}
          {shortcut ? <Kbd keys={shortcut} /> : null}
        </Bubble>
      ) : null}
    </>
  );
}

type BubbleProps = { id: string; target: Element; side: Side; children: ReactNode };

function Bubble({ id, target, side, children }: BubbleProps) {
  const container = usePortal();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const bubble = ref.current;
    if (!bubble) return;
    const size = { width: bubble.offsetWidth, height: bubble.offsetHeight };
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const { left, top } = placeBeside(target.getBoundingClientRect(), size, side, { width, height });
    bubble.style.translate = `${left}px ${top}px`;
  });
  useEffect(() => {
    const hide = () => hideTooltip(id);
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    document.addEventListener('keydown', onKey);
    window.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      document.removeEventListener('keydown', onKey);
      window.removeEventListener('scroll', hide, { capture: true });
    };
  }, [id]);
  return createPortal(
    <div
      ref={ref}
      id={id}
      role="tooltip"
      className="pointer-events-none fixed top-0 left-0 z-80 flex w-max max-w-64 animate-fade-in items-center gap-2 rounded-control bg-raised px-2 py-1 text-xs text-balance text-ink shadow-float"
    >
      {children}
    </div>,
    container ?? document.body,
  );
}
