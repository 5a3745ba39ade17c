import type { Rule } from './rule';

/** The oldest versions without a known hole that matters here. */
const FLOORS: Record<string, string> = {
  next: '16.3.3',
  react: '19.2.6',
  'react-dom': '19.2.6',
  'next-auth': '4.24.15',
  nodemailer: '7.0.7',
};

type Lock = { packages?: Record<string, { version?: string; resolved?: string }> };

const parts = (version: string) => version.split(/[.+-]/, 3).map(Number);

/** True when `version` is older than `floor`, or a preview of it. */
export function below(version: string, floor: string): boolean {
  const [a, b] = [parts(version), parts(floor)];
  for (let i = 0; i < 3; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  return version.includes('-');
}

const lineOf = (text: string, needle: string) =>
  text.slice(0, Math.max(0, text.indexOf(needle))).split('\n').length;

export const versionFloors: Rule = {
  id: 'version-floors',
  promise: 'No package with a known hole is installed, not even as somebody’s dependency.',
  instead: 'Raise it: npm install <package>@<newer>.',
  *check(tree) {
    const path = 'package-lock.json';
    const text = tree.texts.get(path);
    if (text === undefined) return;
    for (const [place, { version = '0' }] of Object.entries((JSON.parse(text) as Lock).packages ?? {})) {
      const floor = FLOORS[place.split('node_modules/').at(-1) ?? ''];
      if (place && floor && below(version, floor))
        yield { path, line: lineOf(text, `"${place}"`), what: `${place} is ${version}, below ${floor}` };
    }
    for (const name of Object.keys(FLOORS))
      if (!text.includes(`"node_modules/${name}"`))
        yield { path, line: 1, what: `${name} is not in the lock` };
  },
};

export const portableLock: Rule = {
  id: 'portable-lock',
  promise: 'The lock names versions and hashes, no registry: it installs from any.',
  instead: 'Keep omit-lockfile-registry-resolved=true in .npmrc and run npm install again.',
  *check(tree) {
    const path = 'package-lock.json';
    const text = tree.texts.get(path);
    if (text === undefined) return;
    for (const [place, { resolved }] of Object.entries((JSON.parse(text) as Lock).packages ?? {}))
      if (resolved) yield { path, line: lineOf(text, resolved), what: `${place} comes from ${resolved}` };
  },
};

export const exactVersions: Rule = {
  id: 'exact-versions',
  promise: 'Dependencies are pinned: nobody’s release changes what is built.',
  instead: 'Write the exact version.',
  *check(tree) {
    const path = 'package.json';
    const text = tree.texts.get(path);
    if (text === undefined) return;
    const json = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'])
      for (const [name, version] of Object.entries(json[kind] ?? {}))
        if (!/^(npm:[a-z0-9@/._-]+@)?\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?$/.test(version))
          yield { path, line: lineOf(text, `"${name}"`), what: `${name} is ${version}` };
  },
};
