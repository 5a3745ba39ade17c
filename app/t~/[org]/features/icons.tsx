import { Download, Globe, Palette, Route } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Feature } from '@/lib/plans/features';

const ICONS: Record<Feature, ReactNode> = {
  custom_domains: <Globe />,
  branding: <Palette />,
  routing_log: <Route />,
  member_export: <Download />,
};

/** The picture of a feature. */
export const featureIcon = (feature: Feature): ReactNode => ICONS[feature];
