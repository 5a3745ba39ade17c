import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

/** True when a process has this id, be it a zombie (in a container without an init those are never reaped). */
export function exists(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** True when a process has this id and is no zombie. */
export const isAlive = (pid) => exists(pid) && !/^\d+ \(.*\) Z/s.test(read(`/proc/${pid}/stat`) ?? '');

/** The command line of a process, words joined by blanks; '' when it can't be known. */
export function commandOf(pid) {
  if (process.platform === 'linux') return (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** True when the program file that this process runs has been deleted or replaced since (Linux; elsewhere false). */
export function runsDeletedProgram(pid) {
  try {
    return readlinkSync(`/proc/${pid}/exe`).endsWith(' (deleted)');
  } catch {
    return false;
  }
}

/** Ids of the processes for which `test(pid)` holds, among those that can be looked at (Linux; elsewhere none). */
export function processesWhere(test) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return test(pid);
      } catch {
        return false; // gone meanwhile, or another user's
      }
    });
}
