import { domainToASCII } from 'node:url';

// Dot-atom local part in ASCII: what every mail system takes, and what no two readers see differently.
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
// Letters of any alphabet, before they become ASCII: that step itself would drop tabs, soft hyphens and escapes.
const NAME = /^[\p{L}\p{N}\p{M}.-]+$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** What is longer can't become an address of 254 characters, and takes long to normalize. */
const MOST_TYPED = 1000;

/**
 * The one form of an e-mail address that is stored and compared: NFKC first, then lower case, then checked.
 * Two spellings are the same account exactly when this gives the same string. Null when it is no address.
 */
export function normalEmail(text: string): string | null {
  if (text.length > MOST_TYPED) return null;
  const plain = text.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  const at = plain.lastIndexOf('@');
  if (at < 1 || plain.length > 254) return null;
  const local = plain.slice(0, at);
  const name = plain.slice(at + 1);
  const domain = NAME.test(name) ? domainToASCII(name) : '';
  if (local.length > 64 || !LOCAL.test(local) || !DOMAIN.test(domain)) return null;
  return `${local}@${domain}`;
}
