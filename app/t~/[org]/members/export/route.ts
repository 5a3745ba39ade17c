import { orgRoute } from '@/lib/admit/route';
import { download } from '@/lib/api/download';
import { record } from '@/lib/data/audit';
import { COUNTED, memberCount } from '@/lib/data/member-count';
import { memberCsv } from '@/lib/data/member-export';
import { memberParams, readMemberQuery } from '@/lib/data/member-query';
import { inOrgTx, readOrg } from '@/lib/db/in-org';
import { queryOf } from '@/lib/input/query';

/** The list as it is filtered and sorted, as a CSV file. It is streamed: its first rows leave at once. */
export const GET = orgRoute('member.export', async ({ request, info, actor }) => {
  const { query } = readMemberQuery(queryOf(new URL(request.url).searchParams));
  return download(actor, async () => {
    const [[count]] = await readOrg(actor, [memberCount(query)]);
    const total = count?.total ?? 0;
    const rows = total > COUNTED ? `${COUNTED.toLocaleString('en')}+` : total;
    // Written before the first row leaves: nothing goes out that the log doesn't know of.
    await inOrgTx(actor, (db) =>
      record(
        db,
        { actor, request: info },
        { action: 'member.exported', after: { rows, filter: filterOf(query) } },
      ),
    );
    const name = `${actor.org.slug}-members-${new Date().toISOString().slice(0, 10)}.csv`;
    return { name, pieces: memberCsv(actor, query) };
  });
});

/** What narrows the file, without the search text: that may be a person's name. */
function filterOf(query: Parameters<typeof memberParams>[0]) {
  const { role, status } = memberParams(query);
  return {
    ...(role.length && { role }),
    ...(status.length && { status }),
    ...(query.q && { searched: true }),
  };
}
