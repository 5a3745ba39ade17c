import { Badge } from '@/components/ui/badge';
import { Code, CodeBlock } from '@/components/ui/code';
import { schemaOf } from '@/lib/api/openapi';
import type { Operation } from '@/lib/api/operation';
import { curlOf } from './curl';

const TONES = { GET: 'blue', POST: 'green', PUT: 'amber', PATCH: 'amber', DELETE: 'red' } as const;

/** How the rows of all `Fields` look, for what holds them: they are hundreds, and each would say it twice. */
export const FIELD_ROWS =
  '[&_dl>div]:flex [&_dl>div]:flex-wrap [&_dl>div]:gap-x-2 [&_dl>div]:px-3 [&_dl>div]:py-1.5 [&_dl>div]:text-xs [&_dt]:font-mono [&_dt]:text-ink [&_dt_span]:text-ink-3 [&_dd]:min-w-0 [&_dd]:text-ink-3';

/** One operation: what it is, what goes in and out, and a command to copy. */
export function OperationEntry({ operation, base }: { operation: Operation; base: string }) {
  const { id, method, path, summary, about, permission, tag } = operation;
  const words = `${id} ${method} ${path} ${summary} ${permission} ${tag}`.toLowerCase();
  return (
    <article
      id={id}
      data-operation={words}
      className="grid scroll-mt-20 grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-3 border-t border-line py-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <div className="min-w-0">
        <h3 className="text-base font-medium text-ink">
          <a href={`#${id}`} className="hover:underline">
            {summary}
          </a>
        </h3>
        <p className="mt-1.5 flex flex-wrap items-center gap-2">
          <Badge tone={TONES[method]} mono>
            {method}
          </Badge>
          <span className="min-w-0 font-mono text-xs break-all text-ink-2">{path}</span>
        </p>
        {about ? <p className="mt-2 text-ink-2">{about}</p> : null}
        <p className="mt-2 text-xs text-ink-3">
          Needs <Code>{permission}</Code>
        </p>
        <Fields title="In the query" schema={schemaOf(operation.query, 'input')} />
        {operation.body ? <Fields title="Body" schema={schemaOf(operation.body, 'input')} /> : null}
        {operation.answer ? (
          <Fields
            title={`Answer, ${operation.status ?? 200}`}
            schema={schemaOf(operation.answer, 'output')}
          />
        ) : (
          <p className="mt-3 text-xs text-ink-3">Answers 204, with nothing.</p>
        )}
      </div>
      <CodeBlock label="curl" value={curlOf(operation, base)} className="self-start" />
    </article>
  );
}

type Json = {
  properties?: Record<string, Json & { description?: string; enum?: string[] }>;
  required?: string[];
  items?: Json;
  type?: string;
};

/** The fields of a schema: of a list those of a row. */
function Fields({ title, schema }: { title: string; schema: unknown }) {
  const whole = schema as Json;
  const row = whole.properties?.data?.items;
  const { properties = {}, required = [] } = row ?? whole;
  const fields = Object.entries(properties);
  if (fields.length === 0) return null;
  return (
    <div className="mt-3">
      <p className="text-xs font-medium text-ink-2">
        {row ? `${title}: { data: […], next }, of each row` : title}
      </p>
      <dl className="mt-1 divide-y divide-line rounded-control border border-line">
        {fields.map(([name, field]) => (
          <div key={name}>
            <dt>
              {name}
              {required.includes(name) ? null : <span>?</span>}
            </dt>
            <dd>{field.description ?? field.enum?.join(' | ') ?? field.type ?? ''}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
