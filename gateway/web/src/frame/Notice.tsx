/** A few lines about something one should know, marked by its kind. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../look/Icon';

type Kind = 'error' | 'info' | 'done';

const ICONS: Record<Kind, IconName> = { error: 'alert', info: 'info', done: 'check' };

export function Notice({ kind, children }: { kind: Kind; children: ReactNode }) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <Icon name={ICONS[kind]} />
      <div>{children}</div>
    </div>
  );
}
