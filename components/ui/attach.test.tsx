import { createRef, isValidElement, type ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { attach } from './attach';

const propsOf = (node: ReactNode): Record<string, unknown> => {
  if (!isValidElement<Record<string, unknown>>(node)) throw new Error('no element');
  return node.props;
};

describe('attaching to an element', () => {
  it('adds what it has not, and keeps what it says itself', () => {
    const props = propsOf(attach(<button type="button" title="own" />, { title: 'other', id: 'menu' }));
    expect(props).toMatchObject({ type: 'button', title: 'own', id: 'menu' });
  });

  it('runs its own handler first, which may prevent the other', () => {
    const told: string[] = [];
    const event = { defaultPrevented: false };
    const run = (own: () => void) => {
      const button = attach(<button type="button" onClick={own} />, { onClick: () => told.push('added') });
      (propsOf(button).onClick as (event: object) => void)(event);
    };
    run(() => told.push('own'));
    expect(told).toEqual(['own', 'added']);
    run(() => {
      event.defaultPrevented = true;
    });
    expect(told).toEqual(['own', 'added']);
  });

  it('tells both refs of the node', () => {
    const own = createRef<HTMLButtonElement>();
    const added = vi.fn();
    const { ref } = propsOf(attach(<button type="button" ref={own} />, { ref: added }));
    (ref as (node: object) => void)({ node: true });
    expect(own.current).toEqual({ node: true });
    expect(added).toHaveBeenCalledWith({ node: true });
  });

  it('refuses what is not one element', () => {
    expect(() => attach('text', { id: 'menu' })).toThrow(TypeError);
  });
});
