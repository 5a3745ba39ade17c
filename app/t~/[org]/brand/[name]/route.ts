import { publicRoute } from '@/lib/admit/route';
import { brandImageResponse } from '@/lib/brand/serve';

/** A picture of the organization that lives here, for anybody. */
export const GET = publicRoute(({ info }) => brandImageResponse(info));
