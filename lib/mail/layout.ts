import { readableInk } from './readable-ink';

/** What a mail says. Everything is plain text: it is escaped here, and only here. */
export type Letter = {
  to: string;
  subject: string;
  /** Whose mail it is; the product's own without. */
  org?: LetterOrg;
  title: string;
  paragraphs: string[];
  button: { label: string; href: string };
  /** Small print: how long the link is good, and what to do when one did not ask for it. */
  notes: string[];
};

/** Pictures by absolute address: what programs that show mail can load. Without a logo, icon and name stand for it. */
export type LetterOrg = { name: string; color: string; logo?: string | null; icon?: string | null };

const FONT = `-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif`;
const PRODUCT: LetterOrg = { name: 'Rowhouse', color: '#3f4fc4' };

/** Sets a letter as text and as HTML that mail programs of twenty years show alike: tables and inline styles. */
export function letter({ to, subject, org, title, paragraphs, button, notes }: Letter): {
  to: string;
  subject: string;
  text: string;
  html: string;
} {
  return {
    to,
    subject: oneLine(subject),
    text:
      [title, ...paragraphs, `${button.label}:\n${button.href}`, `-- \n${notes.join('\n')}`].join('\n\n') +
      '\n',
    html: html({ org, title, paragraphs, button, notes }),
  };
}

// Colours in style attributes can't ask for the theme: classes win over them where a program reads style sheets.
const NIGHT = `.page{background:#0f1114!important}.card{background:#16181d!important;border-left-color:#2b2f37!important;border-right-color:#2b2f37!important;border-bottom-color:#2b2f37!important}.ink{color:#eceef2!important}.ink-2{color:#bcc2cc!important}.ink-3{color:#99a0ad!important}`;

function html({ org, title, paragraphs, button, notes }: Omit<Letter, 'to' | 'subject'>): string {
  const { color } = org ?? PRODUCT;
  const ink = readableInk(color);
  const p = (text: string, tone: string, style: string) =>
    `<p class="${tone}" style="margin:0 0 12px;${style}">${escapeHtml(text)}</p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(title)}</title>
<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${NIGHT}}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f4f7;">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f4f7;"><tr><td align="center" style="padding:32px 16px;">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px;background:#ffffff;border:1px solid #dfe2e8;border-radius:10px;border-top:3px solid ${color};"><tr><td class="ink" style="padding:28px 32px 24px;font-family:${FONT};color:#1d2129;">
<div style="margin:0 0 24px;">${head(org ?? PRODUCT)}</div>
<h1 class="ink" style="margin:0 0 12px;font:600 20px/28px ${FONT};color:#1d2129;">${escapeHtml(title)}</h1>
${paragraphs.map((text) => p(text, 'ink-2', 'font-size:15px;line-height:24px;color:#434a57;')).join('\n')}
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:20px 0 24px;"><tr><td bgcolor="${color}" style="border-radius:6px;background:${color};">
<a href="${escapeHtml(button.href)}" target="_blank" rel="noopener" style="display:inline-block;padding:10px 18px;font:600 15px/20px ${FONT};color:${ink};text-decoration:none;">${escapeHtml(button.label)}</a></td></tr></table>
<p class="ink-3" style="margin:0;font-size:12px;line-height:18px;color:#5b6370;">If the button does nothing, open this address:<br><a class="ink-2" href="${escapeHtml(button.href)}" target="_blank" rel="noopener" style="color:#434a57;word-break:break-all;">${escapeHtml(button.href)}</a></p>
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px;"><tr><td style="padding:16px 32px;font-family:${FONT};">
${notes.map((text) => p(text, 'ink-3', 'font-size:12px;line-height:18px;color:#5b6370;')).join('\n')}
</td></tr></table>
</td></tr></table>
</body></html>
`;
}

/** The logo alone, or the mark with the name. Programs that load no pictures show the name in a picture's place. */
function head({ name, color, logo, icon }: LetterOrg): string {
  const font = `font:600 15px/20px ${FONT};color:#1d2129;`;
  if (logo)
    return `<img class="ink" src="${escapeHtml(logo)}" alt="${escapeHtml(name)}" height="36" style="display:block;height:36px;width:auto;max-width:260px;border:0;${font}">`;
  const mark = icon
    ? `<td width="28" height="28"><img src="${escapeHtml(icon)}" alt="" width="28" height="28" style="display:block;border:0;border-radius:6px;"></td>`
    : `<td width="28" height="28" align="center" valign="middle" bgcolor="${color}" style="width:28px;height:28px;border-radius:6px;background:${color};color:${readableInk(color)};font:600 14px/28px ${FONT};">${escapeHtml(initial(name))}</td>`;
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
${mark}
<td class="ink" style="padding-left:10px;${font}">${escapeHtml(name)}</td></tr></table>`;
}

const initial = (name: string): string => name.match(/[\p{L}\p{N}]/u)?.[0]?.toLocaleUpperCase('en') ?? '•';

/** A header is one line, whatever a name contains. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, in content and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
