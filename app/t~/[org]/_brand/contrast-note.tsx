'use client';

import { Check, Info, TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { accentOf } from '@/components/ui/accent';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { LEAST, ratiosOf, readableShade } from '@/components/ui/shade';

type ContrastNoteProps = { color: string; onUse: (color: string) => void };

/** How a colour reads as it is, what the product does about it by itself, and the shade that needs nothing done. */
export function ContrastNote({ color, onUse }: ContrastNoteProps) {
  const { ink, onIt, onLight, onDark } = ratiosOf(color);
  const { light, dark } = accentOf(color);
  const shade = useMemo(() => readableShade(color), [color]);
  return (
    <div className="grid gap-3">
      <ul className="grid gap-px overflow-hidden rounded-control border border-line bg-line">
        <Row ratio={onIt} sample={<Sample color={ink} ground={color} />}>
          Text on it
        </Row>
        <Row
          ratio={onLight}
          sample={<Sample color={color} ground="#ffffff" />}
          shown={light.text === color ? null : light.text}
        >
          On the light theme
        </Row>
        <Row
          ratio={onDark}
          settled
          sample={<Sample color={color} ground="#16181d" />}
          shown={dark.text === color ? null : dark.text}
        >
          On the dark theme
        </Row>
      </ul>
      {shade ? (
        <Callout
          tone="warn"
          title={`Too faint to read on white: ${onLight.toFixed(1)} : 1, and ${LEAST} : 1 is the least`}
          action={
            <Button size="sm" onClick={() => onUse(shade)} icon={<Swatch color={shade} />}>
              Use {shade}
            </Button>
          }
        >
          Pages show it darker by themselves. The nearest shade of the same hue that reads everywhere is{' '}
          {shade}.
        </Callout>
      ) : null}
    </div>
  );
}

type RowProps = {
  ratio: number;
  sample: ReactNode;
  /** What the theme shows in its place, if not the colour itself. */
  shown?: string | null;
  /** Too faint, and nothing to be done about it: the theme shows another one. */
  settled?: boolean;
  children: string;
};

function Row({ ratio, sample, shown, settled, children }: RowProps) {
  const reads = ratio >= LEAST;
  return (
    <li className="flex min-h-10 items-center gap-3 bg-surface px-3 py-1.5">
      {sample}
      <span className="min-w-0 flex-1 text-ink">
        {children}
        {!reads && shown ? (
          <span className="flex items-center gap-1.5 text-xs text-ink-3">
            shown as <Swatch color={shown} />
            <span className="font-mono">{shown}</span>
          </span>
        ) : null}
      </span>
      <span className="flex items-center gap-1.5 text-ink-2 tabular-nums">
        {ratio.toFixed(1)} : 1
        {reads ? (
          <Check role="img" aria-label="reads well" className="text-green" />
        ) : settled ? (
          <Info role="img" aria-label="too faint, so another is shown" className="text-ink-3" />
        ) : (
          <TriangleAlert role="img" aria-label="too faint" className="text-amber" />
        )}
      </span>
    </li>
  );
}

function Sample({ color, ground }: { color: string; ground: string }) {
  return (
    <span
      aria-hidden
      style={{ color, background: ground }}
      // Drawn, not written: that it can hardly be read is what it is there to show.
      className="grid h-6 w-8 shrink-0 place-items-center rounded-[4px] border border-line text-xs font-semibold before:content-['Aa']"
    />
  );
}

const Swatch = ({ color }: { color: string }) => (
  <span aria-hidden style={{ background: color }} className="size-3 shrink-0 rounded-[3px]" />
);
