import type { Feature } from './features';
import type { Limits } from './limits';

const MIB = 1024 * 1024;

type PlanTerms = {
  label: string;
  sentence: string;
  /** As text: no payment provider is connected. */
  price: string;
  /** How long an event of the audit log is kept. */
  auditDays: number;
  features: readonly Feature[];
  limits: Limits;
};

/** THE plans: what an organization may by default. Exceptions for one organization stand in its row. */
export const PLANS = {
  free: {
    label: 'Free',
    sentence: 'For trying it out, and for small teams.',
    price: 'Free',
    auditDays: 90,
    features: ['member_export'],
    limits: {
      members: 25,
      custom_domains: 0,
      sub_teams: 2,
      contacts: 1000,
      storage: 50 * MIB,
      api_requests: 10_000,
      requests_per_minute: 600,
    },
  },
  team: {
    label: 'Team',
    sentence: 'For teams that want their own domain and brand.',
    price: '€12 per member a month',
    auditDays: 365,
    features: ['member_export', 'custom_domains', 'branding'],
    limits: {
      members: 250,
      custom_domains: 3,
      sub_teams: 20,
      contacts: 50_000,
      storage: 2048 * MIB,
      api_requests: 500_000,
      requests_per_minute: 3000,
    },
  },
  business: {
    label: 'Business',
    sentence: 'For companies that have to show who came in, and how.',
    price: '€24 per member a month',
    auditDays: 1095,
    features: ['member_export', 'custom_domains', 'branding', 'routing_log'],
    limits: {
      members: 20_000,
      custom_domains: 50,
      sub_teams: 500,
      contacts: 2_000_000,
      storage: 51_200 * MIB,
      api_requests: 2_000_000,
      requests_per_minute: 12_000,
    },
  },
} as const satisfies Record<string, PlanTerms>;

export type Plan = keyof typeof PLANS;

/** All of them, the smallest first. */
export const PLAN_NAMES = Object.keys(PLANS) as [Plan, ...Plan[]];

/** The names of the plans that have a feature: "Team", "Business". */
export const plansWith = (feature: Feature): string[] =>
  PLAN_NAMES.filter((plan) => (PLANS[plan].features as readonly Feature[]).includes(feature)).map(
    (plan) => PLANS[plan].label,
  );

/** True for one of the plans above. */
export const isPlan = (text: string): text is Plan => Object.hasOwn(PLANS, text);
