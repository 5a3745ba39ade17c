export { signOutRoute as POST } from '@/lib/auth/sign-out-route';
