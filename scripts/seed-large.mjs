// npm run seed:large: many organizations and members, for looking and measuring.
process.argv[2] = 'prisma/seed-large.ts';
await import('./seed.mjs');
