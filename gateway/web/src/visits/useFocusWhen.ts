/** Moves focus to a link once, when it stands for what the person has just made. */
import { useEffect, useRef, type RefObject } from 'react';

export function useFocusWhen(isNew: boolean): RefObject<HTMLAnchorElement | null> {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isNew) link.current?.focus();
  }, [isNew]);
  return link;
}
