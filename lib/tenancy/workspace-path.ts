/** The slug of the main workspace, which no sub-team can have. */
export const MAIN = 'main';

const PATH = /^\/s\/([a-z0-9](?:-?[a-z0-9]){1,39})(?:[/?#]|$)/;

/**
 * Which workspace of its org a path is for: `main`, or a sub-team's slug; null outside /s/. One exact spelling: what
 * is escaped or upper case names no workspace.
 */
export const workspaceOf = (path: string): string | null => PATH.exec(path)?.[1] ?? null;
