export { renewRoute as GET } from '@/lib/auth/renew-route';
