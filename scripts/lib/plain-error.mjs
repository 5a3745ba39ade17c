/** An error whose message is written for the person at the terminal: shown as it is, without a stack. */
export class PlainError extends Error {
  name = 'PlainError';
}

/**
 * Turns the file system's refusals into sentences that say what to do; other errors come back unchanged.
 * @param {NodeJS.ErrnoException} error
 * @param {string} place the file or folder that was wanted
 * @returns {Error}
 */
export function explainFileError(error, place) {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new PlainError(
      `No space left on the disk of ${place}. Free some (about 1.5 GB is needed) and run the command again.`,
    );
  }
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') {
    return new PlainError(
      `No right to write ${place}. It may have been made by another user (root?): run the command as that user, ` +
        'give it to yourself with chown, or set ROWHOUSE_STATE to a folder of your own.',
    );
  }
  return error;
}
