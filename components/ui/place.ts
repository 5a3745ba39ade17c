export type Side = 'top' | 'right' | 'bottom' | 'left';

type Box = { left: number; top: number; width: number; height: number };
type Size = { width: number; height: number };

const GAP = 6;
const EDGE = 8;
const OPPOSITE: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

/** Where a small surface stands beside an element: centred on that side, on the other one if there is no room. */
export function placeBeside(target: Box, size: Size, side: Side, view: Size): { left: number; top: number } {
  const at = (on: Side) => ({
    left:
      {
        left: target.left - GAP - size.width,
        right: target.left + target.width + GAP,
      }[on as string] ?? target.left + (target.width - size.width) / 2,
    top:
      {
        top: target.top - GAP - size.height,
        bottom: target.top + target.height + GAP,
      }[on as string] ?? target.top + (target.height - size.height) / 2,
  });
  const upright = side === 'top' || side === 'bottom';
  const fits = ({ left, top }: { left: number; top: number }) =>
    upright
      ? top >= EDGE && top + size.height <= view.height - EDGE
      : left >= EDGE && left + size.width <= view.width - EDGE;
  const wanted = at(side);
  const other = at(OPPOSITE[side]);
  const { left, top } = fits(wanted) || !fits(other) ? wanted : other;
  return {
    left: Math.round(clamp(left, view.width - EDGE - size.width)),
    top: Math.round(clamp(top, view.height - EDGE - size.height)),
  };
}

const clamp = (value: number, most: number): number => Math.max(EDGE, Math.min(value, most));
