'use client';

import { type CSSProperties, useState } from 'react';
import { accentOf } from './accent';
import { cn } from './cn';
import { hueOf, initialsOf } from './tint';

type Size = 16 | 20 | 24 | 32 | 40 | 64;
type MarkProps = { name: string; src?: string | null; size?: Size; className?: string };

/** A person, round. Stands beside the name, so screen readers skip it. */
export function Avatar({ name, ...rest }: MarkProps) {
  const hue = hueOf(name);
  const tint: CSSProperties = {
    background: `light-dark(oklch(0.92 0.045 ${hue}), oklch(0.36 0.06 ${hue}))`,
    color: `light-dark(oklch(0.42 0.09 ${hue}), oklch(0.9 0.06 ${hue}))`,
  };
  return <Mark {...rest} text={initialsOf(name)} tint={tint} shape="rounded-full" />;
}

/** An organization, square, in its own colour ('#rrggbb') or one that its name always gets. */
export function OrgMark({ name, color, ...rest }: MarkProps & { color?: string | null }) {
  const hue = hueOf(name);
  const own = color ? accentOf(color) : null;
  const tint: CSSProperties = own
    ? {
        background: `light-dark(${own.light.fill}, ${own.dark.fill})`,
        color: `light-dark(${own.light.ink}, ${own.dark.ink})`,
      }
    : { background: `light-dark(oklch(0.47 0.1 ${hue}), oklch(0.5 0.1 ${hue}))`, color: '#fff' };
  const shape = rest.size && rest.size <= 20 ? 'rounded-[4px]' : 'rounded-[6px]';
  return <Mark {...rest} text={initialsOf(name).slice(0, 1)} tint={tint} shape={shape} />;
}

type Drawn = Omit<MarkProps, 'name'> & { text: string; tint: CSSProperties; shape: string };

function Mark({ src, size = 24, className, text, tint, shape }: Drawn) {
  // The source that failed, not a flag: a new source gets its own chance.
  const [failed, setFailed] = useState<string | null>(null);
  const image = src && src !== failed ? src : null;
  return (
    <span
      aria-hidden
      className={cn(
        'relative inline-grid shrink-0 place-items-center overflow-hidden font-medium select-none',
        shape,
        className,
      )}
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, Math.round(size * 0.42)),
        lineHeight: 1,
        ...(image ? {} : tint),
      }}
    >
      {image ? (
        // biome-ignore lint/performance/noImgElement: nothing is optimised here, and next/image is 6 kB on every page
        <img
          src={image}
          alt=""
          width={size}
          height={size}
          className="size-full object-cover"
          onError={() => setFailed(image)}
        />
      ) : (
        text
      )}
    </span>
  );
}
