import { cloneElement, isValidElement, type ReactNode, type Ref } from 'react';

type Props = Record<string, unknown>;
type Handler = (event: { defaultPrevented: boolean }) => void;

/**
 * The same one element with more props. Its own handlers run first and may prevent these; refs are told both; what it
 * says itself otherwise wins.
 */
export function attach(element: ReactNode, more: Props): ReactNode {
  if (!isValidElement<Props>(element)) throw new TypeError('One element is needed to attach to.');
  const own = element.props;
  const merged: Props = {};
  for (const [name, added] of Object.entries(more)) {
    const mine = own[name];
    if (mine === undefined || mine === null) merged[name] = added;
    else if (name === 'ref') merged[name] = both(mine as Ref<unknown>, added as Ref<unknown>);
    else if (typeof mine === 'function') merged[name] = inTurn(mine as Handler, added as Handler);
  }
  return cloneElement(element, merged);
}

const inTurn =
  (first: Handler, then: Handler): Handler =>
  (event) => {
    first(event);
    if (!event.defaultPrevented) then(event);
  };

const both = (one: Ref<unknown>, other: Ref<unknown>) => (node: unknown) => {
  for (const ref of [one, other]) {
    if (typeof ref === 'function') ref(node);
    else if (ref) ref.current = node;
  }
};
