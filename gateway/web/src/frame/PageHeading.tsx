/** The heading of a page; receives focus when the page is reached from another one, so that a screen reader starts there. */
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

export function PageHeading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const cameFromElsewhere = useRouterState({ select: (state) => (state.resolvedLocation?.state.__TSR_index ?? 0) > 0 });
  useEffect(() => {
    if (cameFromElsewhere && !document.activeElement?.matches('input, button:focus-visible')) heading.current?.focus({ preventScroll: true });
  }, []);
  return <h1 ref={heading} tabIndex={-1}>{children}</h1>;
}
