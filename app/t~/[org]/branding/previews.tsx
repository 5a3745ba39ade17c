'use client';

import { useDeferredValue, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { BothThemes } from '../_brand/both-themes';
import { ShellPreview } from '../_brand/shell-preview';
import { DoorPreview } from './door-preview';
import { MailPreview } from './mail-preview';

export type Shown = {
  name: string;
  color: string;
  message: string;
  /** Names of the pictures, and where they are: here as a path, in a mail as an absolute address. */
  logo: string | null;
  icon: string | null;
};

type PreviewsProps = {
  shown: Shown;
  /** What stands before a picture's name on this host, and in a mail. */
  paths: { here: string; mail: string };
  invitedBy: string;
  invitationHref: string;
};

const SURFACES = { shell: 'Pages', door: 'Sign-in page', mail: 'Invitation e-mail' } as const;
type Surface = keyof typeof SURFACES;

/** What members, visitors and invited people will see, in both themes, as it is being chosen. */
export function Previews({ shown, paths, invitedBy, invitationHref }: PreviewsProps) {
  const [surface, setSurface] = useState<Surface>('shell');
  const { name, color, message, logo, icon } = useDeferredValue(shown);
  const at = (before: string) => ({ logo: logo && before + logo, icon: icon && before + icon });
  const here = at(paths.here);
  const brand = { name, color, logoUrl: here.logo, iconUrl: here.icon };
  return (
    <section aria-label="Preview" className="grid content-start gap-3">
      <fieldset
        aria-label="What to show"
        className="flex w-fit max-w-full gap-0.5 overflow-x-auto rounded-control bg-press p-0.5"
      >
        {(Object.keys(SURFACES) as Surface[]).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === surface}
            onClick={() => setSurface(one)}
            className={cn(
              'h-7 rounded-[5px] px-2.5 whitespace-nowrap text-ink-2 hover:text-ink pointer-coarse:h-10',
              one === surface && 'bg-surface font-medium text-ink shadow-control',
            )}
          >
            {SURFACES[one]}
          </button>
        ))}
      </fieldset>
      <BothThemes color={color} beside={surface === 'door'}>
        {(theme) =>
          surface === 'shell' ? (
            <ShellPreview {...brand} />
          ) : surface === 'door' ? (
            <DoorPreview {...brand} message={message} />
          ) : (
            <MailPreview
              theme={theme}
              org={{ name, color, ...at(paths.mail) }}
              invitedBy={invitedBy}
              href={invitationHref}
            />
          )
        }
      </BothThemes>
    </section>
  );
}
