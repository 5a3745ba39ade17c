'use client';

import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type DragEvent, useId, useState, useTransition } from 'react';
import { buttonClass } from '@/components/ui/button-class';
import { cn } from '@/components/ui/cn';
import { Problem } from '@/components/ui/problem';
import { Spinner } from '@/components/ui/spinner';
import { sendFile } from './send-file';

type DropFileProps = { uploadHref: string; hint: string };

/** A place to choose or drop a file; what it is for is chosen on the next page. */
export function DropFile({ uploadHref, hint }: DropFileProps) {
  const router = useRouter();
  const id = useId();
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<{ code: string; message: string } | null>(null);
  const [pending, start] = useTransition();
  const take = (file: File | undefined) => {
    if (!file || pending) return;
    start(async () => {
      const sent = await sendFile(`${uploadHref}${encodeURIComponent(file.name)}`, file);
      if (sent.ok) router.push(sent.href);
      else setProblem(sent);
    });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div className="grid gap-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same without a pointer */}
      <div
        onDrop={drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        className={cn(
          'grid justify-items-center gap-3 rounded-card border border-dashed border-line-strong px-4 py-10 text-center',
          over && 'border-ring bg-accent-soft',
        )}
      >
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          disabled={pending}
          className="peer sr-only"
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <label
          htmlFor={id}
          className={cn(
            buttonClass({ variant: 'primary' }),
            'cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-ring',
          )}
        >
          {pending ? <Spinner label="Sending" /> : <FileUp />}
          Choose a file
        </label>
        <p className="max-w-[46ch] text-ink-2">{hint}</p>
      </div>
      {problem ? <Problem {...problem} /> : null}
    </div>
  );
}
