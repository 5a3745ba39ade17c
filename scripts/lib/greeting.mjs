const PEOPLE = [
  ['owner@example.com', 'owns Acme, admin in Globex, viewer in Initech'],
  ['admin@example.com', 'admin in Acme'],
  ['member@example.com', 'member in Acme'],
  ['viewer@example.com', 'viewer in Acme'],
  ['owner@globex.example', 'owns Globex'],
  ['owner@initech.example', 'owns Initech'],
];

/** An organization's own address, in the same form as the root's. */
function orgUrl(rootUrl, slug) {
  const url = new URL(rootUrl);
  url.hostname = `${slug}.${url.hostname}`;
  return url.origin;
}

/**
 * What a person needs to know once it runs.
 * @param {Record<string, string>} env the web process's
 * @param {boolean} demo
 */
export function greeting({ ROOT_URL, MAILBOX_DIR }, demo) {
  const root = new URL(ROOT_URL ?? '').origin;
  const places = [
    [root, 'sign in, your organizations'],
    ...(demo ? [[orgUrl(ROOT_URL, 'acme'), "an organization's own host"]] : []),
    ...(MAILBOX_DIR ? [[`${root}/mailbox`, 'mail that would have been sent']] : []),
  ];
  const width = Math.max(...places.map(([url = '']) => url.length), 21);
  const lines = (rows) => rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`);
  return [
    '',
    'Rowhouse is running.',
    '',
    ...lines(places),
    ...(demo ? ['', 'Sign in with the password rowhouse-demo as', '', ...lines(PEOPLE)] : []),
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}
