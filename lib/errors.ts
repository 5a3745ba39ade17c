/** Every way a request can be refused. Sentences for people are made from these at the edge (see `sentence`). */
export const ERRORS = {
  invalid: { status: 400, sentence: 'Some of this can’t be taken as it is. Look at the marked fields.' },
  organization_required: { status: 400, sentence: 'Say which organization this is for.' },
  bad_host: { status: 400, sentence: 'This address is not one that leads anywhere here.' },
  unauthenticated: { status: 401, sentence: 'Sign in to go on.' },
  root_host_required: {
    status: 403,
    sentence: 'You can’t do this on an organization’s own domain. Open your account on the main site.',
  },
  tenant_forbidden: { status: 403, sentence: 'You are not a member of this organization.' },
  forbidden: { status: 403, sentence: 'Your role in this organization does not allow that.' },
  sub_team_forbidden: { status: 403, sentence: 'You are not in this sub-team. Ask an admin to add you.' },
  sub_team_archived: {
    status: 409,
    sentence: 'This sub-team is archived: it can be read and not changed. An admin can bring it back.',
  },
  feature_off: { status: 404, sentence: 'This is switched off for your organization.' },
  quota_exceeded: { status: 403, sentence: 'The organization has reached a limit of its plan.' },
  method_not_allowed: { status: 405, sentence: 'That can’t be done with this address.' },
  unsupported_media: { status: 415, sentence: 'Send JSON, with Content-Type: application/json.' },
  idempotency_mismatch: {
    status: 422,
    sentence: 'This Idempotency-Key was used for another request. Send a new key for a new request.',
  },
  idempotency_unsettled: {
    status: 409,
    sentence:
      'A request with this Idempotency-Key is being worked on, or nobody knows how it ended. Look before you send it with a new key.',
  },
  not_found: { status: 404, sentence: 'There is nothing here by that name.' },
  moved: { status: 308, sentence: 'This organization has a new address.' },
  conflict: { status: 409, sentence: 'That changed in the meantime. Reload and try again.' },
  last_owner: {
    status: 409,
    sentence: 'An organization keeps at least one owner. Make somebody else an owner first.',
  },
  slug_taken: { status: 409, sentence: 'That address is taken. Choose another one.' },
  host_taken: { status: 409, sentence: 'That host belongs to another organization.' },
  already_member: { status: 409, sentence: 'That person is a member already.' },
  already_invited: {
    status: 409,
    sentence: 'That address has a pending invitation already. Resend it instead.',
  },
  invitation_expired: { status: 410, sentence: 'That invitation expired. Ask for a new one.' },
  invitation_used: { status: 410, sentence: 'That invitation was accepted already.' },
  invitation_revoked: { status: 410, sentence: 'That invitation was withdrawn. Ask for a new one.' },
  invitation_other_address: {
    status: 403,
    sentence: 'That invitation is for another e-mail address. Sign in with the address it was sent to.',
  },
  link_expired: { status: 410, sentence: 'That link was used already, or is too old. Ask for a new one.' },
  bad_signature: {
    status: 401,
    sentence: 'The signature does not fit, is too old, or there is no such relay here.',
  },
  wrong_credentials: { status: 401, sentence: 'E-mail or password is wrong.' },
  password_required: {
    status: 403,
    sentence: 'This needs your password again: it was not asked for in the last ten minutes.',
  },
  sign_in_required: {
    status: 403,
    sentence:
      'This needs a fresh sign-in: yours is older than ten minutes. Sign out and in again, then come back.',
  },
  rate_limited: { status: 429, sentence: 'Too many attempts. Wait a little, then try again.' },
  too_large: { status: 413, sentence: 'That is too much at once.' },
  unavailable: {
    status: 503,
    sentence: 'The database does not answer. Nothing was changed; try again in a moment.',
  },
  busy: {
    status: 503,
    sentence: 'More is being asked than can be answered now. Nothing was changed; try again in a moment.',
  },
  internal: { status: 500, sentence: 'Something went wrong on our side. Nothing was changed.' },
} as const satisfies Record<string, { status: number; sentence: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Field name to what is wrong with it and how to mend it. */
export type FieldErrors = Record<string, string>;

/**
 * A refusal with a code of the closed vocabulary. What reaches a client is code, sentence and fields, never
 * `detail` (for logs).
 */
export class AppError extends Error {
  readonly fields?: FieldErrors;
  readonly detail?: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  /** What can be done in its place, with method_not_allowed. */
  readonly allow?: readonly string[];

  constructor(
    readonly code: ErrorCode,
    more: {
      message?: string;
      fields?: FieldErrors;
      detail?: string;
      retryAfter?: number;
      allow?: readonly string[];
    } = {},
  ) {
    super(more.message ?? ERRORS[code].sentence);
    this.fields = more.fields;
    this.detail = more.detail;
    this.retryAfter = more.retryAfter;
    this.allow = more.allow;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
