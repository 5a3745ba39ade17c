import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { closeSmtp, sendBySmtp } from './smtp';

type Received = { from: string; to: string[]; data: string };

const sinks: Server[] = [];
afterEach(async () => {
  closeSmtp();
  await Promise.all(sinks.splice(0).map((sink) => new Promise((resolve) => sink.close(resolve))));
});

/** As little of a mail server as a client needs (RFC 5321). `refuse` answers RCPT TO with a 550. */
async function sink({ refuse = false } = {}): Promise<{ url: string; mails: Received[] }> {
  const mails: Received[] = [];
  const server = createServer((socket) => converse(socket, mails, refuse));
  sinks.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `smtp://127.0.0.1:${port}`, mails };
}

function converse(socket: Socket, mails: Received[], refuse: boolean) {
  let mail: Received = { from: '', to: [], data: '' };
  let inData = false;
  let rest = '';
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 sink');
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (inData && line !== '.') mail.data += `${line}\r\n`;
      else if (inData) {
        inData = false;
        mails.push(mail);
        mail = { from: '', to: [], data: '' };
        say('250 kept');
      } else if (/^(EHLO|HELO)/i.test(line)) say('250 sink');
      else if (/^MAIL FROM:/i.test(line)) {
        mail.from = line.slice('MAIL FROM:'.length);
        say('250 ok');
      } else if (/^RCPT TO:/i.test(line)) {
        if (!refuse) mail.to.push(line.slice('RCPT TO:'.length));
        say(refuse ? '550 no such person' : '250 ok');
      } else if (/^DATA/i.test(line)) {
        inData = true;
        say('354 go on');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    }
  });
  socket.on('error', () => {}); // the client may hang up first
}

const FROM = 'Rowhouse <no-reply@rowhouse.test>';
const mail = (more: Partial<{ to: string; subject: string }> = {}) => ({
  to: 'ann@example.com',
  subject: 'Grüße aus dem Haus',
  text: 'Hello.\n.\n.. a line of dots\n',
  html: '<p>Hello.</p>',
  ...more,
});

test('[M4] a mail reaches the server with both its forms, for one address', async () => {
  const { url, mails } = await sink();
  await sendBySmtp(url, FROM, mail());
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ from: '<no-reply@rowhouse.test>', to: ['<ann@example.com>'] });
  const { data = '' } = mails[0] ?? {};
  expect(data).toMatch(/^From: Rowhouse <no-reply@rowhouse\.test>\r$/m);
  expect(data).toMatch(/^To: ann@example\.com\r$/m);
  expect(data).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(data).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(data).toContain('Content-Type: text/plain');
  expect(data).toContain('Content-Type: text/html');
});

test('[K1] neither an address nor a subject can add a header or a second recipient', async () => {
  const { url, mails } = await sink();
  await sendBySmtp(url, FROM, mail({ subject: 'Hi\r\nBcc: bob@example.com' }));
  for (const to of ['ann@example.com, bob@example.com', 'ann@example.com\r\nRCPT TO:<bob@example.com>'])
    await sendBySmtp(url, FROM, mail({ to })).catch(() => {}); // refused, or made harmless
  for (const { to, data } of mails) {
    expect(to.join()).not.toContain('<bob@example.com>');
    expect(to).toHaveLength(1);
    expect(data).not.toMatch(/^Bcc:/m);
  }
});

test('[M4] what the server refuses is an error, so that whoever sent it can say so', async () => {
  const { url } = await sink({ refuse: true });
  await expect(sendBySmtp(url, FROM, mail())).rejects.toThrow(/550/);
  await expect(sendBySmtp('smtp://127.0.0.1:1', FROM, mail())).rejects.toThrow(/ECONNREFUSED/);
});
