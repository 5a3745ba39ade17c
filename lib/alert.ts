import { env } from './env';
import { log } from './log';

/** Something that an operator should look at, without anything that only an organization's members may know. */
export type Alert = { kind: string; text: string; [more: string]: unknown };

const TIMEOUT_MS = 5000;

/**
 * Tells the operators: a line in their log, and a POST to ALERT_WEBHOOK_URL when it is set (JSON with `text`, which
 * chat services show as it is). Never throws: that an alert did not arrive is logged and stops nothing. Not inside a
 * transaction.
 */
export async function raiseAlert(alert: Alert): Promise<void> {
  log.warn('alert', alert);
  const { ALERT_WEBHOOK_URL } = env();
  if (!ALERT_WEBHOOK_URL) return;
  try {
    const response = await fetch(ALERT_WEBHOOK_URL, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ at: new Date().toISOString(), ...alert }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
  } catch (error) {
    log.error('an alert did not arrive', { kind: alert.kind, error });
  }
}
