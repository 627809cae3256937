/** The report of a rearrangement: what was done, what could not be done and why, and the way to what is left. */
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Rearrangement } from '../../api/rearranging';
import { useText, type Text } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { refreshVisits } from '../../questions';
import { ProblemVisits } from './ProblemVisits';

export function RearrangementOver({ over }: { over: Rearrangement }) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    void refreshVisits();
  }, []);
  const isWhole = over.changed === over.total;
  const left = over.total - over.handled;
  return (
    <>
      <section className="card done-card">
        <span className={`situation-icon ${isWhole ? 'done-icon' : ''}`}><Icon name={isWhole ? 'check' : 'info'} /></span>
        <h2 ref={heading} tabIndex={-1}>{overWords(over, t)}</h2>
        {over.state === 'stopped' && left > 0 && <p>{t('rearrange.left', { count: left })}</p>}
        {over.changed > 0 && <p>{t('rearrange.toldNow')}</p>}
        <div className="form-actions">
          <Link className="button button-primary" to="/admin/bookings/{-$tab}" params={{ tab: 'future' }}>{t('rearrange.toBookings')}</Link>
          {left > 0 && <Link className="button button-outlined" to="/admin/rearrangements/for/$personId" params={{ personId: over.person.id }} preload={false}>{t('rearrange.rest')}</Link>}
        </div>
      </section>
      {over.problems.length > 0 && <ProblemVisits problems={over.problems} />}
    </>
  );
}

function overWords({ action, changed, total }: Rearrangement, t: Text): string {
  if (action === 'replace') return t('rearrange.done.replace', { changed, total });
  return action === 'move' ? t('rearrange.done.move', { changed, total }) : t('rearrange.done.cancel', { changed, total });
}
