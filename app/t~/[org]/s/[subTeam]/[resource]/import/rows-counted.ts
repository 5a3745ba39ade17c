/** "1 row", "1,200 rows". */
export const rowsCounted = (n: number): string => (n === 1 ? '1 row' : `${n.toLocaleString('en')} rows`);
