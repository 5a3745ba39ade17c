import type { ReactNode } from 'react';
import type { FormField } from '@/components/resource/record-form';

/** A field's value on a page: an address is a link, a long text keeps its lines. */
export function fieldValue({ control, value }: FormField): ReactNode {
  if (!value) return <span className="text-ink-3">–</span>;
  const link = 'underline-offset-2 hover:underline';
  if (control === 'email')
    return (
      <a href={`mailto:${encodeURIComponent(value).replace('%40', '@')}`} className={link}>
        {value}
      </a>
    );
  if (control === 'tel')
    return (
      <a href={`tel:${value.replace(/[^+\d]/g, '')}`} className={link}>
        {value}
      </a>
    );
  return control === 'long' ? <span className="break-words whitespace-pre-wrap">{value}</span> : value;
}
