import { env } from '../env';

/** Returns what a provider is called; one that is no longer configured goes by its issuer's host. */
export const providerName = (issuer: string): string =>
  env().OIDC_PROVIDERS.find((one) => one.issuer === issuer)?.name ?? new URL(issuer).host;
