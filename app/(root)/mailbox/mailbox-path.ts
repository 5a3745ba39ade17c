import { rootPaths } from '@/lib/routes';

/** The mailbox with one mail open, as it is rendered or as its text. */
export const mailboxPath = ({ mail, view }: { mail: string; view?: 'html' | 'text' }): string =>
  `${rootPaths.mailbox}?${new URLSearchParams({ mail, ...(view === 'text' && { view }) })}`;
