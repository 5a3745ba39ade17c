import {
  ChartColumn,
  CreditCard,
  Globe,
  House,
  Mail,
  MessagesSquare,
  Palette,
  Route,
  ScrollText,
  Settings,
  ShieldCheck,
  ToggleRight,
  Users,
  Webhook,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { orgPaths } from '@/lib/routes';

const ICONS: Record<string, ReactNode> = {
  [orgPaths.overview]: <House />,
  [orgPaths.conversations('main')]: <MessagesSquare />,
  [orgPaths.members()]: <Users />,
  [orgPaths.invitations()]: <Mail />,
  [orgPaths.roles]: <ShieldCheck />,
  [orgPaths.audit()]: <ScrollText />,
  [orgPaths.settings]: <Settings />,
  [orgPaths.branding]: <Palette />,
  [orgPaths.domains]: <Globe />,
  [orgPaths.relays]: <Webhook />,
  [orgPaths.features]: <ToggleRight />,
  [orgPaths.plan]: <CreditCard />,
  [orgPaths.usage]: <ChartColumn />,
  [orgPaths.routing()]: <Route />,
};

/** The picture of a section, by its address. */
export const iconOf = (href: string): ReactNode => ICONS[href];
