/** A link of a mail: what its line says before the address, and the address. */
export type MailLink = { label: string; href: string };

/** The links in a mail's text, each once: only http and https, nothing that runs. */
export function linksOf(text: string): MailLink[] {
  const links = new Map<string, MailLink>();
  let before = '';
  for (const line of text.split('\n')) {
    for (const [href] of line.matchAll(/https?:\/\/[^\s<>"]+/g)) {
      if (!links.has(href)) links.set(href, { label: before.replace(/:$/, '') || 'Open', href });
    }
    before = line.trim();
  }
  return [...links.values()];
}
