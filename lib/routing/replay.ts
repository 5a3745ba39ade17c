import { AppError, ERRORS, type ErrorCode } from '../errors';
import { fromUlid } from '../ids';
import { orgPaths } from '../routes';
import { agrees, resolve } from '../tenancy/resolve';
import { isApiPath, type Way, wayOf } from '../tenancy/way';

// What a request would come to, by the very functions that decide about real ones: wayOf (the middleware), resolve
// and agrees (the API), and entering, which the caller passes in.

/** A request to try. `header` and `token` are ULIDs as typed; `signedIn`: as the person who asks, or as nobody. */
export type Asked = {
  host: string;
  path: string;
  header: string | null;
  token: string | null;
  signedIn: boolean;
};

export type StepName = 'host' | 'path' | 'precedence' | 'header' | 'organization' | 'token' | 'membership';
/** `idle`: there was nothing to look at. */
export type Mark = 'pass' | 'lost' | 'stop' | 'idle';
export type Step = { name: StepName; mark: Mark; says: string };

/** `open`: no organization is asked for. `sign_in`: the browser is sent to sign in. */
export type Replay = {
  steps: Step[];
  outcome: 'allowed' | 'refused' | 'open' | 'sign_in';
  status: number;
  code: ErrorCode | null;
};

/** How the person who asks enters an org, and what anybody may know of a host. */
export type Doors = {
  enter: (wanted: { host: string } | { orgId: string }) => Promise<{ orgId: string; name: string }>;
  hostIsKnown: (key: string) => Promise<'live' | 'moved' | null>;
  rootDomain: string;
};

/** The decision that a request would get, with each step that leads to it. */
export async function replay(asked: Asked, doors: Doors): Promise<Replay> {
  const steps: Step[] = [];
  const step = (name: StepName, mark: Mark, says: string) => void steps.push({ name, mark, says });
  const end = (outcome: Replay['outcome'], status: number, code: ErrorCode | null = null): Replay => ({
    steps,
    outcome,
    status,
    code,
  });
  const refuse = (code: ErrorCode) => end('refused', ERRORS[code].status, code);

  const way = wayOf(asked.host, asked.path, doors.rootDomain);
  if (way.to === 'nowhere') {
    if (way.why === 'internal path') step('host', 'pass', 'The host can be read.');
    step(way.why === 'internal path' ? 'path' : 'host', 'stop', whyNowhere(way));
    return end('refused', way.status, way.code);
  }
  step('host', 'pass', HOST_SAYS[way.to](way));
  const open = openTo(way, asked.path);
  if (open) {
    step('path', 'pass', open);
    return end('open', 200);
  }
  const api = isApiPath(asked.path);
  step('path', 'pass', api ? 'An API path: the same on every host.' : 'A page of an organization’s host.');

  // Pages ask the route alone: a header or a token on them has lost before it is read.
  const route = way.to === 'org' ? { host: way.key } : undefined;
  const header = asked.header ?? undefined;
  const token = asked.token === null ? undefined : (fromUlid(asked.token) ?? 'no id');
  const found = resolve({ route, header, token });
  if (found.by === 'none') {
    const unreadable = found.refuse === 'tenant_forbidden';
    const sign = header === undefined ? SAYS.badToken : SAYS.badHeader;
    step('precedence', 'stop', unreadable ? sign : SAYS.nothing);
    return refuse(found.refuse);
  }
  step('precedence', 'pass', SAYS[found.by]);
  if (!asked.signedIn) return signedOut(api, way, doors, { step, end, refuse });

  let entered: Awaited<ReturnType<Doors['enter']>>;
  try {
    entered = await doors.enter(found.wanted);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    if (header !== undefined && found.by === 'route') step('header', 'lost', SAYS.lost);
    // An organization that isn't there and one that isn't yours: the API answers alike, and so does this.
    const code = api && error.code === 'not_found' ? 'tenant_forbidden' : error.code;
    step(...stopped(code));
    return refuse(code);
  }
  const headerOrg = header === undefined ? undefined : fromUlid(header.trim());
  if (header === undefined) step('header', 'idle', 'There is none.');
  else if (found.by === 'header') step('header', 'pass', 'It names the organization.');
  else if (headerOrg === entered.orgId) step('header', 'pass', 'It names the same organization.');
  else step('header', 'lost', SAYS.lost);
  step('organization', 'pass', `${entered.name}.`);
  if (token === undefined) step('token', 'idle', 'No organization-bound token.');
  else if (agrees(entered.orgId, token)) step('token', 'pass', 'It is bound to this organization.');
  else {
    step('token', 'stop', 'It is bound to another organization. It may be used for that one alone.');
    return refuse('tenant_forbidden');
  }
  step('membership', 'pass', 'You are a member.');
  return end('allowed', 200);
}

type Tools = {
  step: (name: StepName, mark: Mark, says: string) => void;
  end: (outcome: Replay['outcome'], status: number, code?: ErrorCode | null) => Replay;
  refuse: (code: ErrorCode) => Replay;
};

/** Nobody is signed in: the API says so, and a page leads to signing in, where somebody lives. */
async function signedOut(api: boolean, way: Way, doors: Doors, { step, end, refuse }: Tools) {
  if (api) {
    step('membership', 'stop', 'Nobody is signed in.');
    return refuse('unauthenticated');
  }
  const state = way.to === 'org' ? await doors.hostIsKnown(way.key) : null;
  if (state === 'live') {
    step('organization', 'pass', 'An organization lives here.');
    step('membership', 'stop', 'Nobody is signed in: the browser is sent to sign in.');
    return end('sign_in', 307);
  }
  const code = state === 'moved' ? 'moved' : 'not_found';
  step(...stopped(code));
  return refuse(code);
}

const stopped = (code: ErrorCode): [StepName, Mark, string] =>
  code === 'not_found' || code === 'moved'
    ? ['organization', 'stop', STOPS[code]]
    : ['membership', 'stop', STOPS[code] ?? ERRORS[code].sentence];

const STOPS: Partial<Record<ErrorCode, string>> & Record<'not_found' | 'moved', string> = {
  not_found: 'No organization lives at this host.',
  moved: 'This host leads on to another address of its organization.',
  tenant_forbidden: 'You are no member of it, or there is none by that id.',
};

const SAYS = {
  route: 'The host names an organization: the route decides.',
  header: 'The host names none, the header does: the header decides.',
  token: 'Neither host nor header names one: the token decides.',
  nothing: 'Neither host, header nor token names an organization, and there is no default.',
  badHeader: 'The header is no organization’s id. It is refused, not skipped.',
  badToken: 'The token is bound to nothing that is an organization’s id.',
  lost: 'It names another organization, or none, and lost to the route.',
};

const HOST_SAYS: Record<Exclude<Way['to'], 'nowhere'>, (way: Way) => string> = {
  root: () => 'The console’s own host: it names no organization.',
  org: (way) => `It can be read: ${'key' in way ? way.key : ''}.`,
  health: () => 'This machine itself.',
};

const whyNowhere = (way: Way & { to: 'nowhere' }): string =>
  ({
    missing: 'There is no host.',
    'too long': 'The host is too long.',
    name: 'The host is no name of a host.',
    port: 'The port is no port.',
    'an IP address': 'The host is an IP address, which names nobody.',
    'one label below the root only': 'Organizations live one label below the root domain.',
    punycode: 'A subdomain can’t hold letters beyond a to z.',
    local: 'This machine under its own name: no organization lives there.',
    'internal path': 'The path is one of the inside: nobody reaches it from outside.',
  })[way.why] ?? way.sentence;

/** Why no organization is asked for here; null where one is. */
function openTo(way: Way, path: string): string | null {
  if (way.to === 'health' || path === '/api/health') return 'The health check, which asks for nobody.';
  if (isApiPath(path)) return null;
  if (way.to === 'root') return 'A page of the console itself: no organization is current there.';
  const bare = path.split('?', 1)[0] ?? '';
  return OPEN.some((one) => (one.endsWith('/') ? bare.startsWith(one) : bare === one))
    ? 'Open to anybody: pictures, and the way to sign in.'
    : null;
}

const OPEN = [orgPaths.icon, orgPaths.switcher, orgPaths.brandImage(''), '/auth/'];
