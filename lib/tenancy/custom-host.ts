import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { parseHost } from './host.mjs';

/** The label under a host at which its owner publishes the proof of it. */
export const PROOF_LABEL = '_rowhouse';

// A name has 253 characters at most, and the proof's name is longer than the host's.
const MOST = 253 - `${PROOF_LABEL}.`.length;

/** Names that are looked up elsewhere than in the DNS, or nowhere. */
const NO_DNS = /(^|\.)(localhost|local|invalid|onion|arpa)$/;

export type CustomHost = { host: string } | { why: string };

/**
 * Reads what a person typed as the host of a custom domain: letters beyond a to z become punycode, capitals small, one
 * trailing dot is dropped. What is taken is a host key that parseHost gives for that host, and has somebody who could
 * own it: no public suffix (co.uk, github.io), no IP address, nothing of this deployment's own root domain.
 * @param rootDomain host name of the console, without port
 * @returns the host as it is stored and asked for, or why it can't be one, as a sentence that says how to mend it
 */
export function customHost(text: string, rootDomain: string): CustomHost {
  const typed = text.trim();
  if (typed === '') return { why: 'Write a domain, like console.example.com.' };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || /[/?#\\]/.test(typed))
    return { why: 'Only the name, without https:// and without a path: console.example.com.' };
  if (typed.includes('@')) return { why: 'Only the part behind the @: a domain, not an e-mail address.' };
  if (typed.includes('*'))
    return { why: 'Each domain is verified by itself: add them one by one, without a *.' };
  if (/^\[|:.*:/.test(typed)) return { why: 'Use a name: an IP address has no owner to ask.' };
  if (typed.includes(':')) return { why: 'Leave the port out.' };
  if (typed.length > MOST) return { why: `Use at most ${MOST} characters.` };
  const ascii = domainToASCII(typed).replace(/\.$/, '');
  if (ascii === '') return { why: 'That is not a domain name: a character in it can’t be part of one.' };
  if (ascii.length > MOST) return { why: `Use at most ${MOST} characters.` };
  return judge(ascii, rootDomain);
}

function judge(host: string, rootDomain: string): CustomHost {
  const { isIp, publicSuffix, domain } = parse(host, { allowPrivateDomains: true });
  if (isIp || /^[0-9.]+$/.test(host)) return { why: 'Use a name: an IP address has no owner to ask.' };
  if (host === rootDomain) return { why: 'That is where this console itself lives.' };
  if (host.endsWith(`.${rootDomain}`))
    return { why: `Names under ${rootDomain} are given out under Settings, Address.` };
  if (rootDomain.endsWith(`.${host}`))
    return { why: `${rootDomain} lies under it: it belongs to the service.` };
  if (!host.includes('.')) return { why: 'Write it whole, with its ending: console.example.com.' };
  if (NO_DNS.test(host)) return { why: 'Nobody can own a name with that ending.' };
  const found = parseHost(host, rootDomain);
  if (found.kind !== 'org' || found.key !== host)
    return { why: 'Use letters, digits and hyphens, and dots between them.' };
  if (host === publicSuffix || !domain)
    return { why: `Everybody registers names under ${host}: use one of your own, like example.${host}.` };
  return { host };
}

/** A host as a person writes it: müller.example for xn--mller-kva.example. */
export const readableHost = (host: string): string => domainToUnicode(host) || host;

/** The name at which the proof of a host is looked for. */
export const proofName = (host: string): string => `${PROOF_LABEL}.${host}`;

/** What stands there. */
export const proofValue = (proof: string): string => `rowhouse-domain=${proof}`;
