import { describe, expect, it } from 'vitest';
import { rank, ranked } from './rank';

const names = ['North Acme', 'Placmex', 'Acme', 'Acme Robotics', 'Globex'];
const find = (query: string) => ranked(names, query, (name) => [name]);

describe('finding by typing', () => {
  it('[M7] puts the beginning of a name before the middle of one', () => {
    expect(find('acme')).toEqual(['Acme', 'Acme Robotics', 'North Acme', 'Placmex']);
    expect(find('robo')).toEqual(['Acme Robotics']);
  });

  it('[M7] wants every word, in any order', () => {
    expect(find('robot acme')).toEqual(['Acme Robotics']);
    expect(find('robot globex')).toEqual([]);
  });

  it('[M7] keeps the order when nothing is typed', () => {
    expect(find('  ')).toEqual(names);
  });

  it('[M7] ignores case and accents, and takes signs as they are', () => {
    expect(rank('elodie', 'Élodie Martin')).not.toBeNull();
    expect(rank('a.b', 'axb')).toBeNull();
    expect(rank('(x', 'Team (x)')).not.toBeNull();
  });

  it('[M7] looks at the host after the name', () => {
    const orgs = [
      { name: 'Zeta', host: 'acme.example' },
      { name: 'Acme North', host: 'zeta.example' },
    ];
    expect(ranked(orgs, 'acme', (o) => [o.name, o.host]).map((o) => o.name)).toEqual(['Acme North', 'Zeta']);
  });
});
