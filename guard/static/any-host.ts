import { importsOf } from './imports';
import { hit, type Rule } from './rule';

/**
 * Everything that a session on an organization's host may do outside that organization, with the reason. A session there
 * acts in that organization and nowhere else; what belongs to the person happens on the root host. On a custom domain,
 * whose owner reads and changes everything that passes, only what this browser keeps for that host may be changed.
 */
export const ANY_HOST: Record<string, Record<string, string>> = {
  browserAction: {
    'app/actions/shell.ts': 'keeps the theme, and which hints are hidden, in a cookie of this host',
  },
  ourHostAction: {
    'app/actions/prove.ts': 'asks for the password on pages that we serve; on a custom domain it is refused',
  },
  ourHostRoute: {
    'app/t~/[org]/shell/organizations/route.ts':
      'the organization switcher on subdomains; on a custom domain it is refused',
  },
  personIfOurs: {
    'app/t~/[org]/forbidden.tsx': 'tells a person who is not a member which account they use, on subdomains',
  },
  isSignedIn: {
    'lib/auth/renew-route.ts': 'renews this host’s own cookie, and learns nothing of the person',
  },
};

/** Offered by the door to its own files only. */
const OF_THE_DOOR = ['personOnOurHost', 'mustBeSignedIn'];

export const anyHost: Rule = {
  id: 'any-host',
  promise:
    'What belongs to the person happens on the root host; the few exceptions are listed with a reason.',
  instead:
    'Use userAction or userOrSignInRoute, which refuse an organization’s host. A true exception needs a line in guard/static/any-host.ts.',
  *check(tree) {
    for (const file of tree.files) {
      if (file.path.startsWith('lib/admit/')) continue;
      for (const one of importsOf(file)) {
        if (!one.inside?.startsWith('lib/admit/')) continue;
        for (const { name, typeOnly } of one.taken) {
          const listed = ANY_HOST[name];
          const open = listed ? file.path in listed : !OF_THE_DOOR.includes(name);
          if (!typeOnly && !open) yield hit(file, one.node, `takes ${name} of ${one.inside}`);
        }
      }
    }
  },
};
