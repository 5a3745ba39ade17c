import { publicRoute } from '@/lib/admit/route';
import { brandImageResponse } from '@/lib/brand/serve';

/** A picture of any organization, by its name: for the sign-in page and the lists of organizations. */
export const GET = publicRoute(({ info }) => brandImageResponse(info));
