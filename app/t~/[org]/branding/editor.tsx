'use client';

import { useState } from 'react';
import { Section } from '@/components/ui/section';
import { NameAndColor, type NameColor, shownOf } from '../_brand/name-and-color';
import { MessageForm } from './message-form';
import { PictureField } from './picture-field';
import { Previews, type Shown } from './previews';

type EditorProps = {
  saved: Shown;
  paths: { here: string; mail: string };
  invitedBy: string;
  invitationHref: string;
};

/** Everything that makes the organization look like its own product, beside what it will look like. */
export function Editor({ saved, ...preview }: EditorProps) {
  const [draft, setDraft] = useState<NameColor>({ name: saved.name, color: saved.color });
  const [message, setMessage] = useState(saved.message);
  const [logo, setLogo] = useState(saved.logo);
  const [icon, setIcon] = useState(saved.icon);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-y-5">
        <Section
          stacked
          title="Name and colour"
          description="In the switcher, in tabs, on buttons and in mails."
        >
          <NameAndColor draft={draft} saved={saved} onDraft={setDraft} />
        </Section>
        <Section
          stacked
          title="Logo"
          description="Stands in place of icon and name: in the sidebar, on the sign-in page and in invitations."
        >
          <PictureField
            kind="logo"
            label="Logo"
            name={logo}
            onName={setLogo}
            shape="h-14 w-30"
            hint="Wide, with your name in it. PNG, JPEG, WebP, GIF or AVIF, at most 1 MB; shown at most 512 × 128."
          />
        </Section>
        <Section
          stacked
          title="Icon"
          description="Where there is little room: browser tabs, the switcher, lists of organizations."
        >
          <PictureField
            kind="icon"
            label="Icon"
            name={icon}
            onName={setIcon}
            shape="size-14"
            hint="Square, readable at 16 pixels. The same kinds and size."
          />
        </Section>
        <Section stacked title="Sign-in message" description="A line or two for the people who sign in.">
          <MessageForm message={message} onMessage={setMessage} />
        </Section>
      </div>
      <div className="lg:sticky lg:top-[calc(var(--sticky-top)+1.75rem)]">
        <Previews shown={{ ...shownOf(draft, saved), message: message.trim(), logo, icon }} {...preview} />
      </div>
    </div>
  );
}
