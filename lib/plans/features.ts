import type { Permission } from '../access/permissions';

type Terms = {
  label: string;
  sentence: string;
  /** Where it is met, as the end of "Shows on …". */
  shows: string;
  /** What nobody can do any more when it is off, a line each. */
  stops: readonly string[];
};

/** What an organization can have or not have, with what it says to a person. A new feature is one entry here. */
export const FEATURES = {
  custom_domains: {
    label: 'Custom domains',
    sentence: 'Open the organization at a host of your own.',
    shows: 'the domains page, and every page at that host',
    stops: [
      'The domains page is gone',
      'No domain is added, checked or made primary',
      'Your domains redirect to the subdomain, and so do links in email',
      'Domains stay yours while their DNS records stay, but get no new certificate',
    ],
  },
  branding: {
    label: 'Branding',
    sentence: 'Your logo, icon and sign-in message, on your hosts and in mail.',
    shows: 'the branding page, the sign-in page, the switcher and in invitations',
    stops: [
      'The branding page is gone',
      'Logo and icon give way to the initial in your colour',
      'The sign-in page and mail show the name alone',
    ],
  },
  routing_log: {
    label: 'Routing log',
    sentence: 'How each request was found to be for this organization, and why one was refused.',
    shows: 'the routing log',
    stops: [
      'The routing log is gone, its live view and replay too',
      'What happens meanwhile can’t be looked up here',
    ],
  },
  member_export: {
    label: 'Member export',
    sentence: 'Download the member list as CSV.',
    shows: 'the members page',
    stops: ['Nobody can download the member list'],
  },
} as const satisfies Record<string, Terms>;

export type Feature = keyof typeof FEATURES;

/** All of them, in the order in which they are written down. */
export const FEATURE_NAMES = Object.keys(FEATURES) as [Feature, ...Feature[]];

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
