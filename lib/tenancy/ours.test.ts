import { expect, test } from 'vitest';
import { parseHost } from './host.mjs';
import { isOurs } from './ours';

test('[R8] the root host and its subdomains are ours, every other host is not', () => {
  const keyOf = (host: string) => {
    const found = parseHost(host, 'rowhouse.test');
    return found.kind === 'org' ? found.key : null;
  };
  for (const host of ['rowhouse.test', 'acme.rowhouse.test', 'ACME.rowhouse.test.:3000'])
    expect(isOurs(keyOf(host)), host).toBe(true);
  for (const host of [
    'acme.test',
    'console.acme.test',
    'acme.rowhouse.test.evil.test',
    'rowhouse.test.evil.test',
  ])
    expect(isOurs(keyOf(host)), host).toBe(false);
});
