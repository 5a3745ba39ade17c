import type { NextConfig } from 'next';

const config: NextConfig = {
  agentRules: false,
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // The launchers build without: `npm test` checks types in a stage of its own.
  typescript: { ignoreBuildErrors: process.env.NEXT_SKIP_TYPE_CHECK === '1' },
  // No optimiser endpoint: it is attack surface that nothing here needs.
  images: { unoptimized: true },
  experimental: { authInterrupts: true },
  serverExternalPackages: ['@node-rs/argon2', 'pg'],
};

export default config;
