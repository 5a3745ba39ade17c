import { describe, expect, it } from 'vitest';
import { inviteLines } from './invite-lines';

const read = (text: string) => [...inviteLines(text)].map(({ line, email, role }) => [line, email, role]);

describe('[M4] the addresses in a paste or a file', () => {
  it('[M4] reads one a line, with blank lines between', () => {
    expect(read('ann@example.com\n\n Bob@Example.com \r\n')).toEqual([
      [1, 'ann@example.com', undefined],
      [3, 'bob@example.com', undefined],
    ]);
  });

  it('[M4] reads commas, semicolons, tabs and blanks', () => {
    expect(read('a@x.test, b@x.test;c@x.test\td@x.test e@x.test').map(([, email]) => email)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@x.test`),
    );
  });

  it('[M4] reads a CSV by its head, whatever the order, with a BOM and CRLF', () => {
    expect(read('\uFEFFName,Role,E-mail\r\n"Lee, Ann",Admin,ann@x.test\r\nBob,,bob@x.test\r\n')).toEqual([
      [2, 'ann@x.test', 'admin'],
      [3, 'bob@x.test', undefined],
    ]);
  });

  it('[M4] reads address and role without a head', () => {
    expect(read('ann@x.test,viewer\nbob@x.test;Owner\ncay@x.test,chief')).toEqual([
      [1, 'ann@x.test', 'viewer'],
      [2, 'bob@x.test', 'owner'],
      [3, 'cay@x.test', null],
    ]);
  });

  it('[M4] takes the address out of "Name <address>", also with a comma in the name', () => {
    expect(read('Ann Lee <ann@x.test>\n"Lee, Bob" <bob@x.test>').map(([, email]) => email)).toContain(
      'ann@x.test',
    );
    expect(read('"Lee, Bob <bob@x.test>"')).toEqual([[1, 'bob@x.test', undefined]]);
  });

  it('[M4] keeps what is no address, with its line', () => {
    expect([...inviteLines('ann@x.test\nnot an address\n@x.test')]).toEqual([
      { line: 1, text: 'ann@x.test', email: 'ann@x.test', role: undefined },
      { line: 2, text: 'not an address', email: null, role: undefined },
      { line: 3, text: '@x.test', email: null, role: undefined },
    ]);
  });

  it('[M4] takes back what the export guarded', () => {
    expect(read("email,role\r\n'+ann@x.test,member\r\n")).toEqual([[2, '+ann@x.test', 'member']]);
  });

  it('[M4] reads teams and sub-teams, several in a cell', () => {
    const text =
      'E-mail,Sub-teams,Team\na@x.test,North | south,\nb@x.test,,"Platform; On-call, \'=x"\nc@x.test';
    expect([...inviteLines(text)].map(({ teams, subTeams }) => [teams, subTeams])).toEqual([
      [undefined, ['north', 'south']],
      [['platform', 'on-call', '=x'], undefined],
      [undefined, undefined],
    ]);
  });

  it('[M4] survives a quote that is never closed', () => {
    expect(read('ann@x.test\n"bob@x.test\ncay@x.test')).toEqual([
      [1, 'ann@x.test', undefined],
      [2, null, undefined],
      [3, 'cay@x.test', undefined],
    ]);
  });

  it('finds nothing in nothing', () => {
    expect([...inviteLines('  \n ,; \n')]).toEqual([]);
  });
});
