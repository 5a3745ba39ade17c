import { raiseAlert } from '../alert';
import { askWorkerGate } from '../db/as-job';
import { sql } from '../db/sql';
import { findConflicts, type HostRow } from '../domains/check/conflicts';
import { DomainFileError, readDomainFile } from '../domains/check/file';
import { conflictTable, noteLines } from '../domains/check/table';
import { env } from '../env';

/**
 * `npm run domains:check`: compares every host of the database, and of a domain file when one is named, with each
 * other. It asks as the worker: the one role that may list hosts across organizations, and can read no row of theirs.
 * @returns the exit code: 0 nothing wrong, 1 conflicts (an alert is raised), 2 it could not be checked
 */
export async function checkDomains(file: string | undefined, print: (text: string) => void): Promise<number> {
  try {
    const meant = file ? await readDomainFile(file) : { domains: [], accepted: [] };
    const rows = await askWorkerGate(sql<HostRow>`SELECT * FROM every_host()`);
    const { conflicts, notes } = findConflicts(rows, meant, env().ROOT_DOMAIN, new Date());
    print(noteLines(notes));
    const looked = `${rows.length} hosts${file ? ` and ${meant.domains.length} of ${file}` : ''}`;
    if (conflicts.length === 0) {
      print(`No conflicts in ${looked}.\n`);
      return 0;
    }
    const many = `${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}`;
    print(
      `${conflictTable(conflicts)}\n${many} in ${looked}. Deploy nothing before ${conflicts.length === 1 ? 'it is' : 'they are'} settled.\n`,
    );
    await raiseAlert({
      kind: 'domains.conflict',
      text: `${many} between hosts: the deployment stops.`,
      conflicts: conflicts.slice(0, 50),
    });
    return 1;
  } catch (error) {
    if (!(error instanceof DomainFileError)) throw error;
    print(`${error.message}\n`);
    return 2;
  }
}
