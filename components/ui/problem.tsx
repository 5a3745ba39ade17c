import { CircleAlert } from 'lucide-react';
import { Code } from './code';

/** One error beside the thing that failed: a sentence that says what to do, and the code for support. */
export function Problem({ message, code }: { message: string; code?: string }) {
  return (
    <div role="alert" className="flex items-start gap-2 rounded-control bg-red-soft px-3 py-2 text-red">
      <CircleAlert className="mt-0.5" />
      <p className="min-w-0 flex-1">
        {message} {code ? <Code className="bg-transparent px-0 text-red">{code}</Code> : null}
      </p>
    </div>
  );
}
