import { existsSync } from 'node:fs';
import { type Surface, surfaces } from '../../guard/manifest/surfaces';
import { toUlid } from '../../lib/ids';
import { RELAY_ID } from '../support/world';
import { RECORD_ID } from './resources';
import { MEMBER_ID } from './world';

const dist = process.env.NEXT_DIST_DIR ?? '.next';

/** Every page, handler and action of the build under test. */
export const built: Surface[] = existsSync(`${dist}/server/server-reference-manifest.json`)
  ? surfaces(dist).filter(({ file }) => file !== 'app/not-found.tsx' && file !== 'app/global-error.tsx')
  : [];

export const isOrgPath = (path: string): boolean => path.startsWith('/t~/[org]');

/** The path that a client asks for, on its host. */
export const clientPath = (path: string, subTeam = 'matrix-team'): string =>
  path
    .replace('/t~/[org]', '')
    .replace('[relay]', toUlid(RELAY_ID))
    .replace('[member]', toUlid(MEMBER_ID))
    .replace('[team]', 'matrix-crew')
    .replace('[resource]', 'desktops')
    .replace('[...rest]', 'no-such-page')
    .replace('[...nextauth]', 'csrf')
    .replace(/^\/api\/v1$/, '/api/v1/context')
    .replace('[subTeam]', subTeam)
    .replace(/\[(id|importId)\]/, toUlid(RECORD_ID)) || '/';

export const isWorkspacePath = (path: string): boolean => path.startsWith('/t~/[org]/s/[subTeam]');
