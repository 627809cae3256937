/** Says what was done where the button that did it is gone, and takes the focus that the button had. */
import { useEffect, useRef, type ReactNode } from 'react';
import { Notice } from '../../frame/Notice';

export function DoneNotice({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return <div ref={place} tabIndex={-1} className="takes-focus"><Notice kind="done">{children}</Notice></div>;
}
