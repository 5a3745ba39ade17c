import { z } from 'zod';
import { typedText } from '../input/typed-text';
import { safeNext } from '../routes';
import { normalEmail } from './email-address';
import { PASSWORD_MAX, PASSWORD_MIN } from './password-rules';

/** An e-mail address as typed; comes out in its one stored form. */
export const emailField = z
  .string()
  .max(320, 'That is too long for an e-mail address.')
  .transform((text, context) => {
    const email = normalEmail(text);
    if (email) return email;
    context.issues.push({ code: 'custom', input: text, message: 'Enter an address like ann@example.com.' });
    return z.NEVER;
  });

/** A password that is being chosen. */
export const newPasswordField = z
  .string()
  .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters.`)
  .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters.`);

/** A person's name. */
export const nameField = typedText()
  .trim()
  .min(1, 'Enter your name.')
  .max(80, 'Use at most 80 characters.')
  .regex(/^\P{Cc}*$/u, 'Leave out control characters.');

/** Where to go on to afterwards: a path of this host, whatever was sent; '' when nothing usable was. */
export const nextField = z
  .string()
  .max(2000)
  .default('')
  .transform((next) => safeNext(next, ''));
