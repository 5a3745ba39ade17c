/** An org's favicon: its initial in its colour, as SVG. `color` is '#rrggbb'. */
export function orgIcon(name: string, { fill, ink }: { fill: string; ink: string }): string {
  const initial = name.match(/[\p{L}\p{N}]/u)?.[0]?.toLocaleUpperCase('en') ?? '?';
  return svg(
    `<rect width="32" height="32" rx="8" fill="${fill}"/>
<text x="16" y="22.4" text-anchor="middle" font-family="ui-sans-serif,system-ui,sans-serif" font-size="18" font-weight="600" fill="${ink}">${initial}</text>`,
  );
}

/** The product's own: the row of houses of its logo. Dark and light tabs both show it. */
export const productIcon = (): string =>
  svg(`<style>path{fill:#23262e}@media(prefers-color-scheme:dark){path{fill:#e8eaee}}.accent{fill:#5b6ee1}</style>
<g transform="translate(4 3.4)"><path d="M2 21V10.4L5.05 7.2 8.1 10.4V21z"/>
<path class="accent" fill-rule="evenodd" d="M8.95 21V8.2h1.05V5.7h1.05V3.2h1.9v2.5H14v2.5h1.05V21zm2.2-5.2V21h1.7v-5.2z"/>
<path d="M15.9 21V10.3a3.05 3.05 0 0 1 6.1 0V21z"/></g>`);

const svg = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${inside}</svg>\n`;

/** An SVG answer that a browser may keep for an hour, for this person only. */
export const iconResponse = (body: string): Response =>
  new Response(body, {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, max-age=3600' },
  });
