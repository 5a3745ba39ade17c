import { Engine } from '../../lib/db/engine';
import { FlightPool } from '../../lib/db/pool';
import { openingOf, orgScope } from '../../lib/db/scope';
import { sql, toStatement } from '../../lib/db/sql';
import { interleave, p50, ratio } from './measure';
import { type Line, timed } from './report';
import { insideOf } from './variants';
import type { World } from './world';

/** What standing before every question costs the fair share when nobody waits: the same read with it and without. */
export async function shareCost({ appUrl, spots }: World): Promise<Line> {
  const spot = spots[0];
  if (!spot) throw new Error('the world has no small org');
  const scope = orgScope(insideOf(spot));
  const read = sql`SELECT name FROM membership WHERE user_id = ${spot.userId}::uuid`;
  const engine = new Engine({ url: appUrl });
  const pool = new FlightPool({ connectionString: appUrl, max: 10 });
  try {
    const figures = await interleave(
      {
        shared: () => p50(() => engine.fly(scope, [read]), 200),
        bare: () => p50(() => pool.fly([openingOf(scope), toStatement(read)]), 200),
      },
      41,
    );
    const band = ratio(figures.shared, figures.bare);
    return timed('a point read with the fair share to one without', band, { atMost: 1.03 });
  } finally {
    await engine.end();
    await pool.end();
  }
}
