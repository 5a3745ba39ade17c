import { existsSync } from 'node:fs';
import { type Surface, surfaces } from '../../guard/manifest/surfaces';
import { toUlid } from '../../lib/ids';

const dist = process.env.NEXT_DIST_DIR ?? '.next';

/** Every page, handler and action of the build under test. */
export const built: Surface[] = existsSync(`${dist}/server/server-reference-manifest.json`)
  ? surfaces(dist).filter(({ file }) => file !== 'app/not-found.tsx' && file !== 'app/global-error.tsx')
  : [];

export const isOrgPath = (path: string): boolean => path.startsWith('/t~/[org]');

/** The relay that stands in every world: pages of one relay are asked for with it. */
export const RELAY = '019abcde-0000-7000-8000-00000000cafe';

/** The path that a client asks for, on its host. */
export const clientPath = (path: string): string =>
  path
    .replace('/t~/[org]', '')
    .replace('[relay]', toUlid(RELAY))
    .replace('[...rest]', 'no-such-page')
    .replace('[...nextauth]', 'csrf') || '/';
