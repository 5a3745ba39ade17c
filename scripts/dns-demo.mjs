// npm run dns:demo: a name server on this machine for trying custom domains by hand. It answers what you type:
//   _rowhouse.console.acme.test TXT rowhouse-domain=…    sets a record, in place of those it had
//   -console.acme.test                                   takes a name's records away
import './lib/check-node.mjs';
import readline from 'node:readline';
import { startDns } from './lib/dns/server.mjs';
import { main } from './lib/lifecycle.mjs';

const TYPES = ['TXT', 'CNAME', 'A', 'AAAA'];

/** Does what one line says; returns what to say about it. */
function take(zone, line) {
  const [name, type = '', ...rest] = line.trim().split(/\s+/);
  if (!name) return '';
  if (name.startsWith('-')) {
    zone.remove(name.slice(1), type || undefined);
    return `gone: ${name.slice(1)}`;
  }
  const value = rest.join(' ').replace(/^"(.*)"$/, '$1');
  if (!TYPES.includes(type.toUpperCase()) || !value) return `Write: name ${TYPES.join('|')} value`;
  zone.set(name, type, value);
  return `set: ${name} ${type.toUpperCase()} ${value}`;
}

await main(async () => {
  const port = Number(process.env.DNS_PORT ?? 5354);
  const dns = await startDns({ port });
  console.log(`A name server answers at 127.0.0.1:${dns.port}. In another terminal:

  DNS_SERVERS=127.0.0.1:${dns.port} npm run up

Then add a domain, like console.acme.test, and type its records here as the page shows them: name, type, value.
`);
  for await (const line of readline.createInterface({ input: process.stdin }))
    console.log(take(dns.zone, line));
  await dns.stop();
  return 0;
});
