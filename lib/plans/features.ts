import type { Permission } from '../access/permissions';

/** What an organization can have or not have, with what it says to a person. A new feature is one entry here. */
export const FEATURES = {
  custom_domains: { label: 'Custom domains', sentence: 'Open the organization at a host of your own.' },
  branding: { label: 'Branding', sentence: 'Your logo, icon and sign-in message on your hosts and in mail.' },
  routing_log: {
    label: 'Routing log',
    sentence: 'How each request was found to be for this organization, and why one was refused.',
  },
  member_export: { label: 'Member export', sentence: 'Download the member list as CSV.' },
} as const satisfies Record<string, { label: string; sentence: string }>;

export type Feature = keyof typeof FEATURES;

/**
 * THE RULE of features: a permission that belongs to one is held by nobody while the feature is off. Pages, actions,
 * handlers and navigation all ask for a permission, so that nothing of a feature is left over when it is switched off.
 */
export const FEATURE_OF: Partial<Record<Permission, Feature>> = {
  'domain.read': 'custom_domains',
  'domain.add': 'custom_domains',
  'domain.check': 'custom_domains',
  'domain.remove': 'custom_domains',
  'domain.set_primary': 'custom_domains',
  'brand.update': 'branding',
  'routing.read': 'routing_log',
  'member.export': 'member_export',
};

/** True for one of the features above. */
export const isFeature = (text: string): text is Feature => Object.hasOwn(FEATURES, text);
