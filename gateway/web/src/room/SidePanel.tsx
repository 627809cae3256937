/** A panel beside the pictures, or over them where there is no room; Escape puts it away. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';

interface SidePanelProps { title: string; onClose: () => void; children: ReactNode }

export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const headingId = useId();
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    heading.current?.focus();
    return () => { if (opener instanceof HTMLElement) opener.focus({ preventScroll: true }); };
  }, [opener]);
  const close = (event: KeyboardEvent) => { if (event.key === 'Escape') onClose(); };
  return (
    <aside className="side-panel" aria-labelledby={headingId} onKeyDown={close}>
      <div className="side-panel-head">
        <h2 id={headingId} ref={heading} tabIndex={-1}>{title}</h2>
        <Button className="side-panel-close" aria-label={t('room.closePanel')} onPress={onClose}><Icon name="close" /></Button>
      </div>
      {/* Scrolled with the keyboard, too, when there is nothing in it to press. */}
      <div className="side-panel-body" role="group" aria-labelledby={headingId} tabIndex={0}>{children}</div>
    </aside>
  );
}
