import { startDns } from '../../scripts/lib/dns/server.mjs';
import { admin } from './world';

/** The name server that the server under test asks about custom domains. One test file at a time may have it. */
export const nameServer = () => startDns({ port: Number(process.env.E2E_DNS_PORT ?? 0) });

/** The name and the value of the TXT record that proves a host for an org. */
export async function proofOf(orgId: string, host: string): Promise<[string, string]> {
  const { rows } = await admin.query('SELECT proof FROM domain WHERE org_id = $1 AND host = $2', [
    orgId,
    host,
  ]);
  return [`_rowhouse.${host}`, `rowhouse-domain=${rows[0]?.proof}`];
}
