/** What became of an upload: where to go on, or why not. */
export type Sent = { ok: true; href: string } | { ok: false; code: string; message: string };

/** Uploads a file. A refusal is a value, as an action's would be. */
export async function sendFile(address: string, file: Blob): Promise<Sent> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'text/csv' },
    });
    const said = await response.json().catch(() => ({}));
    if (response.ok) return { ok: true, href: said.href };
    const message =
      said.detail ?? (response.status === 413 ? 'A file may have at most 2 MB.' : 'The file was not taken.');
    return { ok: false, code: said.code ?? 'internal', message };
  } catch {
    return {
      ok: false,
      code: 'unavailable',
      message: 'The server could not be reached. Check your connection, then try again.',
    };
  }
}
