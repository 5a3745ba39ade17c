import {
  BookOpen,
  ChartColumn,
  Contact,
  CreditCard,
  FolderOpen,
  Globe,
  House,
  KeyRound,
  Layers,
  LayoutDashboard,
  Mail,
  MessagesSquare,
  Monitor,
  Palette,
  Route,
  ScrollText,
  Settings,
  ShieldCheck,
  Table2,
  ToggleRight,
  Users,
  UsersRound,
  Webhook,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { orgPaths } from '@/lib/routes';
import type { WorkspaceSection } from '@/lib/shell/sections';

const ICONS: Record<string, ReactNode> = {
  [orgPaths.overview]: <House />,
  [orgPaths.members()]: <Users />,
  [orgPaths.invitations()]: <Mail />,
  [orgPaths.subTeams]: <Layers />,
  [orgPaths.teams()]: <UsersRound />,
  [orgPaths.access()]: <KeyRound />,
  [orgPaths.roles]: <ShieldCheck />,
  [orgPaths.audit()]: <ScrollText />,
  [orgPaths.settings]: <Settings />,
  [orgPaths.branding]: <Palette />,
  [orgPaths.domains]: <Globe />,
  [orgPaths.relays]: <Webhook />,
  [orgPaths.tokens]: <KeyRound />,
  [orgPaths.developers]: <BookOpen />,
  [orgPaths.features]: <ToggleRight />,
  [orgPaths.plan]: <CreditCard />,
  [orgPaths.usage]: <ChartColumn />,
  [orgPaths.routing()]: <Route />,
};

const WORKSPACE_ICONS: Partial<Record<WorkspaceSection['path'], ReactNode>> = {
  overview: <LayoutDashboard />,
  contact: <Contact />,
  group: <FolderOpen />,
  desktop: <Monitor />,
  conversations: <MessagesSquare />,
};

// A resource without a picture of its own has a table's.
const TABLE = <Table2 />;

/** The picture of a workspace's section, by its name among workspacePaths. */
export const workspaceIconOf = (path: WorkspaceSection['path']): ReactNode => WORKSPACE_ICONS[path] ?? TABLE;

/** The picture of a section, by its address. */
export const iconOf = (href: string): ReactNode => ICONS[href] ?? TABLE;
