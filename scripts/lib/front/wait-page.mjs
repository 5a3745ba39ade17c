import { createHash } from 'node:crypto';

/** @type {Record<string, string>} */
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** @param {string} text */
const html = (text) => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);

// The application's own colours and shapes (app/globals.css, components/shell), in what one file can carry.
const STYLE = `
:root{color-scheme:light dark;
--canvas:light-dark(oklch(.975 .004 255),oklch(.165 .007 262));
--ink:light-dark(oklch(.22 .018 262),oklch(.955 .004 255));
--ink-2:light-dark(oklch(.43 .018 260),oklch(.765 .01 258));
--ink-3:light-dark(oklch(.525 .016 258),oklch(.665 .013 258));
--line:light-dark(oklch(.35 .03 262/.12),oklch(.96 .01 262/.105));
--accent:light-dark(oklch(.49 .165 266),oklch(.545 .17 267));
--accent-text:light-dark(oklch(.47 .165 266),oklch(.765 .105 268))}
[data-theme=light]{color-scheme:light}[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:flex;flex-direction:column;background:var(--canvas);color:var(--ink);
font:14px/1.5 Geist,ui-sans-serif,system-ui,sans-serif;-webkit-font-smoothing:antialiased}
main{flex:1;display:grid;align-content:center;padding:40px 16px}
.card{width:100%;max-width:448px;margin:auto}
.brand{display:flex;align-items:center;gap:8px;font-weight:600;letter-spacing:-.01em;margin-bottom:40px}
h1{font-size:20px;line-height:28px;letter-spacing:-.015em;font-weight:600;margin:0;text-wrap:balance}
p{margin:8px 0 0;color:var(--ink-2);text-wrap:pretty}
.bar{height:3px;margin-top:24px;border-radius:3px;background:var(--line);overflow:hidden}
.bar i{display:block;height:100%;border-radius:3px;background:var(--accent-text);transform-origin:left;
animation:fill var(--wait) linear both}
@keyframes fill{from{transform:scaleX(0)}}
@media (prefers-reduced-motion:reduce){.bar{display:none}}
a{display:inline-flex;align-items:center;height:32px;margin-top:20px;padding:0 12px;border-radius:6px;
background:var(--accent);color:#fff;font-weight:500;text-decoration:none}
a:hover{filter:brightness(1.08)}
a:focus-visible{outline:2px solid var(--accent-text);outline-offset:2px}
.code{margin-top:24px;font-size:12px;color:var(--ink-3)}
code{font:12px ui-monospace,monospace}
.street{display:block;width:100%;height:150px;color:var(--ink)}
`;

const LOGO = `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path fill="currentColor" d="M1.5 20V9.8h1.35V7.6h3.8v2.2H8V20z"/><path fill="var(--accent-text)" fill-rule="evenodd" d="M8.75 20V7.6L12 4.1l3.25 3.5V20zm2.4-4.15V20h1.7v-4.15a.85.85 0 0 0-1.7 0z"/><path fill="currentColor" d="M16 20v-9.15a3.25 3.25 0 0 1 6.5 0V20z"/></svg>`;
const STREET = `<svg class="street" aria-hidden="true" fill="none"><defs><pattern id="street" width="556" height="150" patternUnits="userSpaceOnUse"><path stroke="currentColor" opacity=".2" d="M0 150V62L34 28L68 62V150M68 150V74H132V150M68 66H132V74H68ZM132 150V58H142V46H152V34H176V46H186V58H196V150M196 150V66A36 36 0 0 1 268 66V150M268 150V80H336V150M268 80L302 52L336 80M336 150V70H400V150M332 62H404V70H332ZM400 150V64L418 40H450L468 64V150M468 150V82L512 44L556 82V150M16 78h12v18h-12zM40 78h12v18h-12zM80 90h10v16h-10zM110 90h10v16h-10zM214 72h12v20h-12zM238 72h12v20h-12zM284 94h12v16h-12zM308 94h12v16h-12zM416 78h12v18h-12zM440 78h12v18h-12z"/></pattern></defs><rect width="100%" height="150" fill="url(#street)"/><path stroke="currentColor" opacity=".2" d="M0 149.5H10000"/></svg>`;

/**
 * The refusal as a page of its own: no script, nothing to fetch, one hashed style. A page that was only asked for comes
 * back by itself when the time is over.
 * @param {import('./too-many.mjs').Refusal} refusal
 * @param {import('./front-server.mjs').Settled} req
 * @returns {{ type: string, body: string, csp: string }}
 */
export function waitPage({ title, sentence, code, retryAfter }, req) {
  const style = `${STYLE}:root{--wait:${retryAfter}s}\n`;
  const hash = createHash('sha256').update(style).digest('base64');
  const theme = /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(String(req.headers.cookie ?? ''))?.[1];
  const again = req.method === 'GET' || req.method === 'HEAD';
  // A settled target has one leading slash: two would lead to another host.
  const here = again ? req.url : '/';
  const body = `<!doctype html>
<html lang="en"${theme ? ` data-theme="${theme}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${again ? `<meta http-equiv="refresh" content="${retryAfter}">\n` : ''}<title>${html(title)} · Rowhouse</title>
<style>${style}</style>
</head>
<body>
<main><div class="card">
<div class="brand">${LOGO}Rowhouse</div>
<h1>${html(title)}</h1>
<p>${html(sentence)}${again ? ' This page then tries by itself.' : ''}</p>
${again ? '<div class="bar"><i></i></div>\n' : ''}<a href="${html(here)}">Try again now</a>
<p class="code">Code <code>${html(code)}</code></p>
</div></main>
${STREET}
</body>
</html>
`;
  const csp = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { type: 'text/html; charset=utf-8', body, csp };
}
