'use client';

import { FileUp } from 'lucide-react';
import { type ChangeEvent, type DragEvent, useId, useState } from 'react';
import { buttonClass } from '@/components/ui/button-class';
import { cn } from '@/components/ui/cn';
import { Textarea } from '@/components/ui/textarea';

type LineTextareaProps = {
  name?: string;
  /** The most lines that are taken; more is said, not cut. */
  max: number;
  noun: { one: string; many: string };
  rows?: number;
  placeholder?: string;
  defaultValue?: string;
  /** File types that may be picked or dropped, like ".csv,.txt"; none: no file button. */
  accept?: string;
};

/** A place to paste many things, one a line, or to drop a file of them; counts what is there. */
export function LineTextarea({
  name,
  max,
  noun,
  rows = 6,
  placeholder,
  defaultValue = '',
  accept,
}: LineTextareaProps) {
  const [text, setText] = useState(defaultValue);
  const [over, setOver] = useState(false);
  const pickId = useId();
  const count = text.split('\n').filter((line) => line.trim()).length;
  const take = async (file: File | undefined) => {
    if (!file) return;
    const added = await file.text();
    setText((now) => (now.trim() ? `${now.replace(/\n*$/, '')}\n${added}` : added));
  };
  const drop = (event: DragEvent) => {
    if (!accept || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    take(event.currentTarget.files?.[0]);
    event.currentTarget.value = '';
  };
  return (
    <div className="grid gap-2">
      <Textarea
        name={name}
        rows={rows}
        mono
        spellCheck={false}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onDrop={drop}
        onDragOver={(event) => {
          if (!accept) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        className={cn(over && 'border-ring bg-accent-soft')}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span
          aria-live="polite"
          className={cn('text-xs tabular-nums', count > max ? 'text-red' : 'text-ink-3')}
        >
          {count.toLocaleString('en')} {count === 1 ? noun.one : noun.many}
          {count > max
            ? `, ${(count - max).toLocaleString('en')} more than fit at once`
            : ` of up to ${max.toLocaleString('en')}`}
        </span>
        {accept ? (
          <>
            <input id={pickId} type="file" accept={accept} onChange={pick} className="peer sr-only" />
            <label
              htmlFor={pickId}
              className={cn(
                buttonClass({ variant: 'ghost', size: 'sm' }),
                'cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-ring',
              )}
            >
              <FileUp />
              Add from a file
            </label>
          </>
        ) : null}
      </div>
    </div>
  );
}
