import type { Operation } from '@/lib/api/operation';

/** An operation as a command to copy: with the variables that the page names, on one host. */
export function curlOf({ method, path, example }: Operation, base: string): string {
  const shown = path
    .replace('{subTeam}', 'main')
    .replace(/\{(\w+)\}/g, (_, name: string) => `$${name.replace(/([A-Z])/g, '_$1').toUpperCase()}`);
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${base}${shown}"`,
    '-H "Authorization: Bearer $ROWHOUSE_TOKEN"',
    ...(method === 'GET' ? [] : ['-H "Idempotency-Key: $(uuidgen)"']),
    ...(example ? ['-H "Content-Type: application/json"', `-d '${JSON.stringify(example)}'`] : []),
  ];
  return lines.join(' \\\n  ');
}
