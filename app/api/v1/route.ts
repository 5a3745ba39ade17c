import { apiRoute } from '@/lib/api/serve';

/** Every operation of lib/api/operations, by its method and path. */
export const GET = apiRoute('GET');
export const POST = apiRoute('POST');
export const PATCH = apiRoute('PATCH');
export const PUT = apiRoute('PUT');
export const DELETE = apiRoute('DELETE');
