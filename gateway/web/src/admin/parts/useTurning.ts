/** Whoever turned a page stands at the top of the new one. */
import { useEffect, useRef } from 'react';

export function useTurning(isOld: boolean) {
  const list = useRef<HTMLElement>(null);
  const hasTurned = useRef(false);
  useEffect(() => {
    if (!hasTurned.current || isOld) return;
    hasTurned.current = false;
    list.current?.focus({ preventScroll: true });
    list.current?.scrollIntoView({ block: 'start' });
  });
  return { list, turning: () => { hasTurned.current = true; } };
}
