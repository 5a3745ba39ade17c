import { useEffect, useState } from 'react';

/** True while text of the page is marked. */
export function useMarking(): boolean {
  const [marking, setMarking] = useState(false);
  useEffect(() => {
    const onChange = () => setMarking(!document.getSelection()?.isCollapsed);
    document.addEventListener('selectionchange', onChange);
    return () => document.removeEventListener('selectionchange', onChange);
  }, []);
  return marking;
}
