import { describe, expect, test } from 'vitest';
import { firstDay, notesFrom, usageSeries } from './usage-series';

const NOW = Date.parse('2026-11-10T15:00:00Z');
const note = (day: string, value: number, closing = value) => ({ day, value, closing });
const valuesOf = (points: { value: number | null }[]) => points.map(({ value }) => value);

describe('[L5] a limit over time', () => {
  test('ends today and has as many days as were asked for', () => {
    const points = usageSeries('members', [note('2026-11-01', 3)], 3, 30, NOW);
    expect(points).toHaveLength(30);
    expect(points[0]?.day).toBe(firstDay(30, NOW));
    expect(points[0]?.day).toBe('2026-10-12');
    expect(points.at(-1)).toEqual({ day: '2026-11-10', value: 3 });
  });

  test('what is held stays as it was when the last change was over, not as high as it was on that day', () => {
    const noted = [note('2026-11-05', 4), note('2026-11-07', 9, 6)];
    expect(valuesOf(usageSeries('members', noted, 6, 7, NOW))).toEqual([null, 4, 4, 9, 6, 6, 6]);
  });

  test('what was noted before the first day is what it begins with', () => {
    expect(valuesOf(usageSeries('members', [note('2026-03-01', 12, 11)], 11, 3, NOW))).toEqual([11, 11, 11]);
  });

  test('today is at least what is used now', () => {
    expect(valuesOf(usageSeries('storage', [], 500, 2, NOW))).toEqual([null, 500]);
  });

  test('what counts by the month adds up, and begins anew with the month', () => {
    const noted = [
      note('2026-10-30', 100),
      note('2026-10-31', 50),
      note('2026-11-02', 7),
      note('2026-11-10', 3),
    ];
    const points = usageSeries('api_requests', noted, 10, 13, NOW);
    expect(points[0]?.day).toBe('2026-10-29');
    expect(valuesOf(points)).toEqual([null, 100, 150, 0, 7, 7, 7, 7, 7, 7, 7, 7, 10]);
  });

  test('a month’s sum needs the notes of its whole month', () => {
    expect(notesFrom(30, NOW)).toBe('2026-10-01');
    const noted = [note('2026-11-01', 40), note('2026-11-09', 2)];
    expect(valuesOf(usageSeries('api_requests', noted, 42, 3, NOW))).toEqual([40, 42, 42]);
  });
});
