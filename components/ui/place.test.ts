import { describe, expect, it } from 'vitest';
import { placeBeside } from './place';

const view = { width: 1000, height: 600 };
const size = { width: 100, height: 20 };
const target = { left: 500, top: 300, width: 40, height: 30 };

describe('placing a tooltip', () => {
  it('centres it on the side that was asked for', () => {
    expect(placeBeside(target, size, 'top', view)).toEqual({ left: 470, top: 274 });
    expect(placeBeside(target, size, 'bottom', view)).toEqual({ left: 470, top: 336 });
    expect(placeBeside(target, size, 'left', view)).toEqual({ left: 394, top: 305 });
    expect(placeBeside(target, size, 'right', view)).toEqual({ left: 546, top: 305 });
  });

  it('turns to the other side where there is no room', () => {
    expect(placeBeside({ ...target, top: 10 }, size, 'top', view).top).toBe(46);
    expect(placeBeside({ ...target, left: 950 }, size, 'right', view).left).toBe(844);
  });

  it('stays inside the window', () => {
    expect(placeBeside({ ...target, left: 0 }, size, 'bottom', view).left).toBe(8);
    expect(placeBeside({ ...target, left: 970 }, size, 'bottom', view).left).toBe(892);
  });
});
