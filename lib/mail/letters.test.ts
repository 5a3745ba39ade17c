import { describe, expect, test, vi } from 'vitest';
import { TEXTS } from '../brand/testing/corpus';

vi.stubEnv('AUTH_SECRET', 'a secret for tests that is long enough');
vi.stubEnv('APP_DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/none');
vi.stubEnv('ROOT_URL', 'https://rowhouse.test');
vi.stubEnv('ROOT_DOMAIN', 'rowhouse.test');
const {
  haveAccountMail,
  invitationMail,
  orgDeletedMail,
  passwordChangedMail,
  resetMail,
  signInMail,
  verifyMail,
} = await import('./letters');

const secret = 'S'.repeat(43);
const to = 'ann@example.com';
const invitation = (more: object = {}) =>
  invitationMail({
    to,
    secret,
    org: { name: 'Acme', color: '#4f46e5' },
    role: 'admin',
    invitedBy: 'Ben Whitaker',
    expiresAt: new Date('2027-05-03T10:00:00Z'),
    ...more,
  });
const ALL = {
  verifyMail: verifyMail({ to, secret, next: '/handover?host=acme&next=%2F' }),
  signInMail: signInMail({ to, secret }),
  resetMail: resetMail({ to, secret }),
  haveAccountMail: haveAccountMail({ to }),
  passwordChangedMail: passwordChangedMail({ to }),
  invitationMail: invitation(),
  orgDeletedMail: orgDeletedMail({
    to,
    org: { name: 'Acme', color: '#4f46e5' },
    deletedBy: 'Ben Whitaker',
    until: new Date('2027-06-02T10:00:00Z'),
  }),
};
const linksIn = (text: string) => text.match(/https?:\/\/[^\s"<]+/g) ?? [];

describe('every mail', () => {
  test.each(Object.entries(ALL))('%s says the same as text and as HTML', (_, mail) => {
    expect(mail.to).toBe(to);
    const [link = ''] = linksIn(mail.text);
    expect(mail.html.replaceAll('&amp;', '&')).toContain(`href="${link}"`);
    expect(mail.html).toContain(mail.text.split('\n')[0]);
  });

  test.each(Object.entries(ALL))(
    '[K1][R8] %s leads to the root host, with its secret in the fragment',
    (_, mail) => {
      const links = [...linksIn(mail.text), ...linksIn(mail.html.replaceAll('&amp;', '&'))];
      expect(links.length).toBeGreaterThan(0);
      for (const link of links) {
        const url = new URL(link);
        expect(url.origin).toBe('https://rowhouse.test');
        expect(url.pathname + url.search).not.toContain(secret);
        if (mail.text.includes(secret)) expect(url.hash).toBe(`#${secret}`);
      }
    },
  );

  test.each(Object.entries(ALL))('%s loads nothing and runs nothing', (_, { html }) => {
    const [style = '', ...more] = html.match(/<style>[\s\S]*?<\/style>/g) ?? [];
    expect(more).toEqual([]);
    expect(style).toMatch(/^<style>:root\{[^}]*\}@media \(prefers-color-scheme:dark\)\{[^<@]*\}<\/style>$/);
    expect(html.replace(style, '')).not.toMatch(
      /<(script|img|link|iframe|object|form|style)\b|@import|\bon\w+=/i,
    );
    expect(html).not.toMatch(/url\(/i);
  });
});

test('[M4] an invitation says who, where, as what and until when, in the organization’s colour', () => {
  const mail = invitation();
  expect(mail.subject).toBe('Ben Whitaker invites you to Acme');
  expect(mail.text).toContain('as admin');
  expect(mail.text).toContain('3 May 2027');
  expect(mail.html).toContain('#4f46e5');
  expect(mail.text).not.toContain('You come into');
});

test('[M4] and which teams and sub-teams one comes into', () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));
  const textWith = (teams: string[], subTeams: string[]) =>
    invitation({ places: { teams: named(...teams), subTeams: named(...subTeams) } }).text;
  expect(textWith(['Platform', 'Support', 'On-call'], ['North'])).toContain(
    'You come into the teams Platform, Support and On-call, and the sub-team North.',
  );
  expect(textWith([], ['North', 'South'])).toContain('You come into the sub-teams North and South.');
});

test('[T7] an owner reads who deleted the organization, and until when it can be brought back', () => {
  const { subject, text } = ALL.orgDeletedMail;
  expect(subject).toBe('Acme was deleted');
  expect(text).toContain('Ben Whitaker deleted Acme');
  expect(text).toContain('2 June 2027');
  expect(linksIn(text)).toEqual(['https://rowhouse.test/organizations']);
});

test('[B5] an invitation carries the organization’s logo, or its icon beside the name, and nothing else to load', () => {
  const brand = { name: 'Ac"me', color: '#4f46e5' };
  const at = (name: string) => `https://console.acme.test/brand/${name}.png`;
  const pictures = (html: string) => html.match(/<img [^>]*>/g) ?? [];
  const [logo, ...others] = pictures(
    invitation({ org: { ...brand, logo: at('0123456789abcdef'), icon: at('fedcba9876543210') } }).html,
  );
  expect(others).toEqual([]);
  expect(logo).toContain(`src="${at('0123456789abcdef')}"`);
  expect(logo).toContain('alt="Ac&quot;me"');
  const { html } = invitation({ org: { ...brand, icon: at('fedcba9876543210') } });
  expect(pictures(html)[0]).toContain(`src="${at('fedcba9876543210')}"`);
  expect(html).toContain('>Ac&quot;me</td>');
  expect(pictures(invitation({ org: brand }).html)).toEqual([]);
});

test('[B5] whatever is in a name, an invitation runs nothing', () => {
  for (const name of TEXTS) {
    const { html, subject } = invitation({ org: { name, color: '#4f46e5' }, invitedBy: name });
    const [, body = ''] = html.split('</style>');
    expect(body.match(/<(?!\/?(head|body|table|tr|td|div|h1|p|a|br|html)\b)[a-z!]/gi) ?? [], name).toEqual(
      [],
    );
    expect(body.match(/<a\b[^>]*href="(?!https:\/\/rowhouse\.test\/)/g) ?? [], name).toEqual([]);
    expect(subject).not.toMatch(/[\r\n]/);
  }
});

test('[R8][M4] attack 2: an invitation’s secret never leads to a host of the inviting organization', () => {
  const mail = invitation({ host: 'console.evil.test' });
  const withSecret = [...linksIn(mail.text), ...linksIn(mail.html)].filter((link) => link.includes(secret));
  expect(new Set(withSecret)).toEqual(new Set([`https://rowhouse.test/invitation#${secret}`]));
  expect(mail.text + mail.html).not.toContain('evil.test');
});

test('[M4] names are text in a mail, whatever is in them', () => {
  const nasty = `<img src=x onerror=alert(1)> "&' \r\nBcc: bob@example.com`;
  const mail = invitation({ org: { name: nasty, color: '#ffffff' }, invitedBy: nasty });
  expect(mail.html).not.toContain('<img');
  expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;&amp;&#39;');
  expect(mail.subject).not.toMatch(/[\r\n]/);
});

test('[K1] a mail to an address that nobody proved carries no word of who typed it', () => {
  expect(verifyMail({ to, secret }).text).not.toContain('Hello ');
  expect(Object.keys(verifyMail({ to, secret }))).toEqual(['to', 'subject', 'text', 'html']);
});
