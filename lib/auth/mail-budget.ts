import { attempt } from './limits';
import { type From, placeOf } from './seen-places';

/**
 * Counts a mail that somebody without a session asks for. Strangers draw from their network's budget and from what all
 * strangers together may send to one address; a browser or network that signed in to the address's account before has a
 * budget that they can't use up.
 * @param by the limit on the network that asks
 * @throws AppError rate_limited
 */
export async function spendMail(by: 'mail:ip' | 'sign-up:ip', email: string, from: From): Promise<void> {
  const { key, seen } = await placeOf(email, from);
  const own = { 'mail:account': { email, place: key } };
  await attempt(seen ? own : { [by]: from.ip, ...own, 'mail:address': email });
}
