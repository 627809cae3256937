/** A whole page that says what is the matter and what one can do about it. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../look/Icon';
import { PageHeading } from './PageHeading';
import { usePageTitle } from './usePageTitle';

interface SituationProps { icon: IconName; title: string; children: ReactNode; actions?: ReactNode }

export function Situation({ icon, title, children, actions }: SituationProps) {
  usePageTitle(title);
  return (
    <section className="situation">
      <span className="situation-icon"><Icon name={icon} /></span>
      <PageHeading>{title}</PageHeading>
      <div className="situation-text">{children}</div>
      {actions && <div className="situation-actions">{actions}</div>}
    </section>
  );
}
