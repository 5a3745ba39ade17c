import type { Operation } from './operation';

/** The answer of an operation: its status, its JSON, and where the next page or the new thing is. */
export function answerOf(operation: Operation, url: URL, data: unknown): Response {
  if (operation.answer === null) return new Response(null, { status: 204 });
  const text = `${JSON.stringify(data)}\n`;
  // With its length it goes out in one piece instead of in chunks.
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  };
  const { next } = data as { next?: unknown };
  if (typeof next === 'string') {
    const to = new URLSearchParams(url.searchParams);
    to.set('after', next);
    headers.link = `<${url.pathname}?${to}>; rel="next"`;
  }
  const status = operation.status ?? 200;
  const place = status === 201 ? placeOf(url, data) : null;
  if (place) headers.location = place;
  return new Response(text, { status, headers });
}

/** Where a new thing is, below the list that it was added to. */
export function placeOf(url: URL, data: unknown): string | null {
  const { id } = data as { id?: unknown };
  return typeof id === 'string' ? `${url.pathname}/${id}` : null;
}
