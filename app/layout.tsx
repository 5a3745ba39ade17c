import './globals.css';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { UiProvider } from '@/components/ui/provider';
import { orgPaths } from '@/lib/routes';
import { currentTheme } from '@/lib/shell/theme';

export const metadata: Metadata = {
  title: { default: 'Rowhouse', template: '%s · Rowhouse' },
  applicationName: 'Rowhouse',
  icons: { icon: { url: orgPaths.icon, type: 'image/svg+xml' } },
  // A console, not a site: nothing here is for an index, and a number is not a telephone.
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1114' },
  ],
};

/** The document of every page on every host. The theme stands in the markup, so that no script has to set it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await currentTheme();
  return (
    <html
      lang="en"
      data-theme={theme === 'system' ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <UiProvider>{children}</UiProvider>
      </body>
    </html>
  );
}
