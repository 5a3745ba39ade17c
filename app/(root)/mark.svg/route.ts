import { publicRoute } from '@/lib/admit/route';
import { iconResponse, productIcon } from '@/lib/shell/icon';

/** The favicon of the root host. */
export const GET = publicRoute(async () => iconResponse(productIcon()));
