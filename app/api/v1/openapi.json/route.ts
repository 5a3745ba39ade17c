import { publicRoute } from '@/lib/admit/route';
import { openApiDocument } from '@/lib/api/openapi';
import { rootUrl } from '@/lib/tenancy/urls';

/** The API as an OpenAPI 3.1 document. It says nothing of any organization. */
export const GET = publicRoute(async () => Response.json(openApiDocument(rootUrl('/api/v1'))));
