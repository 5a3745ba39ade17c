import { env } from '../env';
import type { DnsSettings } from './dns';

/** Whom this deployment asks, and what a custom domain has to lead to. */
export function dnsSettings(): DnsSettings {
  const { DNS_SERVERS, DOMAIN_TARGET, DOMAIN_IPS } = env();
  return { servers: DNS_SERVERS, target: DOMAIN_TARGET, ips: DOMAIN_IPS };
}
