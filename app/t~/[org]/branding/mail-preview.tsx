import { invitationLetter } from '@/lib/mail/invitation-letter';
import { type LetterOrg, letter } from '@/lib/mail/layout';
import type { Theme } from '../_brand/both-themes';

type MailPreviewProps = { theme: Theme; org: LetterOrg; invitedBy: string; href: string };

/** The very mail that an invitation is, in a frame in which nothing can run. */
export function MailPreview({ theme, org, invitedBy, href }: MailPreviewProps) {
  const { html } = letter(
    invitationLetter({
      to: 'ann@example.com',
      org,
      role: 'member',
      invitedBy,
      expiresAt: new Date(Date.now() + 7 * 86_400_000),
      href,
    }),
  );
  return (
    <iframe
      title={`Invitation e-mail, ${theme} theme`}
      tabIndex={-1}
      sandbox=""
      srcDoc={inTheme(html, theme)}
      className="block h-[21rem] w-full border-0"
    />
  );
}

/** Programs that show mail decide which theme it is; the frame would follow this reader's system for both. */
const inTheme = (html: string, theme: Theme): string =>
  html
    .replace('(prefers-color-scheme:dark)', theme === 'dark' ? 'all' : 'not all')
    .replace('color-scheme:light dark', `color-scheme:${theme}`);
