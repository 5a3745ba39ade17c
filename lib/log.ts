// One JSON object a line on stderr: for operators and their collectors.

type Fields = Record<string, unknown>;

function write(level: 'info' | 'warn' | 'error', message: string, fields: Fields = {}) {
  const line = { at: new Date().toISOString(), level, message, ...fields };
  process.stderr.write(`${JSON.stringify(line, plain)}\n`);
}

const SECRET = /secret|password|token|cookie|authorization/i;

/** Errors as name, message and stack; whatever is named like a secret is not written. */
function plain(key: string, value: unknown): unknown {
  if (SECRET.test(key)) return '[redacted]';
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return typeof value === 'bigint' ? String(value) : value;
}

/** The operator's log. Never put an org's data into it beyond ids. */
export const log = {
  info: (message: string, fields?: Fields) => write('info', message, fields),
  warn: (message: string, fields?: Fields) => write('warn', message, fields),
  error: (message: string, fields?: Fields) => write('error', message, fields),
};
