import type { ActionResult } from '@/components/form/action-result';
import type { BrandKind } from '@/lib/brand/kinds';
import { ERRORS } from '@/lib/errors';
import { orgPaths } from '@/lib/routes';

/** How far an upload is: bytes on their way, then the server at work. */
export type Sending = { sent: number; total: number } | 'drawing';

const UNREACHED = {
  ok: false,
  code: 'unavailable',
  message: 'The server could not be reached. Check your connection, then try again.',
} as const;

/** Uploads a picture, telling how far it is. A refusal is a value, as an action's would be. */
export function sendPicture(
  kind: BrandKind,
  file: Blob,
  onProgress: (sending: Sending) => void,
): Promise<ActionResult<{ name: string }>> {
  return new Promise((resolve) => {
    // Not fetch(): it tells nothing of what has left already.
    const request = new XMLHttpRequest();
    request.open('POST', orgPaths.brandUpload(kind));
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total });
    request.upload.onload = () => onProgress('drawing');
    request.onload = () => resolve(resultOf(request));
    request.onerror = () => resolve(UNREACHED);
    request.onabort = () => resolve(UNREACHED);
    request.send(file);
  });
}

function resultOf({ status, response }: XMLHttpRequest): ActionResult<{ name: string }> {
  if (status === 200 && response) return { ok: true, data: response };
  const { code = 'internal', detail } = (response ?? {}) as { code?: string; detail?: string };
  const message =
    status === 413 && !detail ? ERRORS.too_large.sentence : (detail ?? ERRORS.internal.sentence);
  return { ok: false, code, message };
}
