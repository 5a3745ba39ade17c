'use client';

import { ImageUp, Trash2 } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Progress } from '@/components/ui/progress';
import { ACCEPTED, type BrandKind } from '@/lib/brand/kinds';
import { orgPaths } from '@/lib/routes';
import type { Sending } from './send-picture';
import { usePicture } from './use-picture';

type PictureFieldProps = {
  kind: BrandKind;
  label: string;
  hint: string;
  /** The picture's name; null when there is none. */
  name: string | null;
  onName: (name: string | null) => void;
  /** The width that its place has, in pixels; both themes are shown at it. */
  shape: string;
};

/** A picture of the organization: dropped or chosen, shown on both themes' ground, replaced, removed. */
export function PictureField({ kind, label, hint, name, onName, shape }: PictureFieldProps) {
  const { put, remove, sending, error, removing } = usePicture(kind, name, onName);
  const { over, ...drop } = useDrop((file) => !sending && put(file));
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <div
      {...drop}
      data-over={over || undefined}
      className="grid gap-3 rounded-card border border-dashed border-line-strong p-3 transition-[border-color,background-color] data-over:border-accent-text data-over:bg-accent-soft"
    >
      <div className="flex flex-wrap items-center gap-3">
        {name ? <Shown src={orgPaths.brandImage(name)} label={label} shape={shape} /> : null}
        <div className="flex flex-1 flex-wrap items-center gap-x-3 gap-y-2">
          <input
            ref={input}
            id={id}
            type="file"
            accept={ACCEPTED}
            aria-label={label}
            hidden // the button beside it is the way in, for keyboards and screen readers too
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = ''; // the same file once more is a change, too
              if (file) put(file);
            }}
          />
          <Button
            icon={<ImageUp />}
            disabled={sending !== null}
            aria-describedby={`${id}-hint`}
            onClick={() => input.current?.click()}
          >
            {name ? `Replace ${label.toLowerCase()}` : `Upload ${label.toLowerCase()}`}
          </Button>
          {name ? (
            <Button
              variant="ghost"
              icon={<Trash2 />}
              pending={removing}
              disabled={sending !== null}
              onClick={remove}
            >
              Remove
            </Button>
          ) : (
            <span className="text-ink-3 pointer-coarse:hidden">or drop it here</span>
          )}
        </div>
      </div>
      {sending ? <OnItsWay label={label} sending={sending} /> : null}
      <FormError error={error} />
      <p id={`${id}-hint`} className="text-xs text-ink-3">
        {hint}
      </p>
    </div>
  );
}

function OnItsWay({ label, sending }: { label: string; sending: Sending }) {
  if (sending === 'drawing')
    return <Progress label={`Drawing the ${label.toLowerCase()} anew`} value={null} max={1} />;
  const share = sending.total ? Math.round((sending.sent / sending.total) * 100) : 0;
  return <Progress label={`Uploading the ${label.toLowerCase()}`} value={share} max={100} />;
}

function Shown({ src, label, shape }: { src: string; label: string; shape: string }) {
  return (
    <span className="flex gap-1.5">
      {(['light', 'dark'] as const).map((theme) => (
        <span
          key={theme}
          data-theme={theme}
          className={cn('grid place-items-center rounded-control border border-line bg-surface p-2', shape)}
        >
          {/* biome-ignore lint/performance/noImgElement: nothing is optimised here */}
          <img
            src={src}
            alt={theme === 'light' ? `${label} now` : ''}
            className="max-h-full max-w-full object-contain"
          />
        </span>
      ))}
    </span>
  );
}

/** What a place needs for a file to be dropped on it. */
function useDrop(onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  const carriesFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return {
    over,
    onDragOver: (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      // Also fired on the way to something inside.
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (file) onFile(file);
    },
  };
}
