import { expect, test } from 'vitest';
import { type Due, Places } from './places';

const due = (org: number, founder = org, failing = false): Due => ({
  org_id: `org-${org}`,
  relay_id: `relay-${org}`,
  founder: `founder-${founder}`,
  failing,
});

/** Begins as many calls as may begin for all of these, as a round of the sender does. */
function round(places: Places, all: Due[], now: number) {
  const began: { of: Due; end: (now: number) => void }[] = [];
  for (const of of places.inOrder(all))
    for (let left = places.free(of, now); left > 0; left--) began.push({ of, end: places.begin(of, now) });
  return began;
}
const crowd = (size: number, founders = size) =>
  Array.from({ length: size }, (_, i) => due(i + 1, 1 + (i % founders)));
const QUIET = due(9000);

test('[C2] attack 15: a crowd of organizations whose relays hang keeps no other’s event waiting', () => {
  for (const size of [66, 250, 1000]) {
    const places = new Places();
    // New relays: no one knows yet that they hang.
    round(places, crowd(size), 0);
    expect(places.busy, `${size}`).toBeLessThanOrEqual(256);
    if (size <= 250) expect(places.free(QUIET, 100), `${size}`).toBeGreaterThan(0);
  }
});

test('[C2] attack 15: once relays are known to hang, all of them together hold half of the places', () => {
  const places = new Places();
  let now = 0;
  for (let again = 0; again < 5; again++) {
    const began = round(places, crowd(1000), now);
    now += 9000;
    for (const { end } of began) end(now);
  }
  const slow = round(places, crowd(256), now);
  expect(slow.length).toBe(128);
  expect(new Set(slow.map(({ of }) => of.org_id)).size).toBe(128);
  expect(places.free(QUIET, now)).toBeGreaterThan(0);
});

test('[C2] attack 15: the organizations of one founder share a founder’s places', () => {
  const places = new Places();
  expect(round(places, crowd(66, 1), 0).length).toBe(16);
  expect(places.free(QUIET, 0)).toBe(4);
});

test('[C2] a call that hangs makes its relay slow while it is still under way', () => {
  const places = new Places();
  places.begin(due(1), 0);
  expect(places.free(due(1), 1999)).toBe(3);
  expect(places.free(due(1), 2000)).toBe(0);
});

test('[C2] a relay that answers quickly again has its places back', () => {
  const places = new Places();
  places.begin(due(1), 0)(5000);
  expect(places.free(due(1), 5000)).toBe(1);
  places.begin(due(1), 5000)(5100);
  expect(places.free(due(1), 5100)).toBe(4);
});

test('[C2] founders with nothing under way come first', () => {
  const places = new Places();
  places.begin(due(1), 0);
  places.begin(due(2), 0);
  places.begin(due(2), 0);
  expect(places.inOrder([due(2), due(1), due(3)])).toEqual([due(3), due(1), due(2)]);
});
