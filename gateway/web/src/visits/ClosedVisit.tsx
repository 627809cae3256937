/** What became of a visit one can no longer go into: who closed it, when and why, and what goes on instead. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Visit } from '../api/care';
import { PageFrame } from '../frame/PageFrame';
import { Situation } from '../frame/Situation';
import { useMe } from '../frame/SignedIn';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { InviteAgain } from './InviteAgain';
import { BigGroupGoesOn, OpenedAgain } from './OpenedAgain';

export function EndedVisit({ visit }: { visit: Visit }) {
  const t = useText();
  const dates = useDates();
  const me = useMe();
  const when = visit.ended_at ? dates.moment(visit.ended_at) : '';
  const who = visit.ended_by?.id === me.id ? t('ended.byYou', { when }) : t('ended.by', { name: visit.ended_by?.name ?? t('visit.theStaff'), when });
  const next = visit.again_id ? <OpenedAgain visit={visit} /> : <><BigGroupGoesOn visit={visit} /><InviteAgain visit={visit} /></>;
  return (
    <ClosedVisit visit={visit} title={t('ended.title')} icon="check" next={next}>
      <p>{who}</p>
      <p>{t('ended.why')}</p>
    </ClosedVisit>
  );
}

export function CancelledVisit({ visit }: { visit: Visit }) {
  const t = useText();
  const dates = useDates();
  return (
    <ClosedVisit visit={visit} title={t('cancelled.title')} icon="info">
      {visit.cancelled_at && <p>{t('cancelled.when', { when: dates.moment(visit.cancelled_at) })}</p>}
      {visit.cancel_reason && <p>{t('cancelled.reason', { reason: visit.cancel_reason })}</p>}
      <p>{t('cancelled.text')}</p>
    </ClosedVisit>
  );
}

/** For those who cannot start it after all. */
export function MissedVisit({ visit }: { visit: Visit }) {
  const t = useText();
  return (
    <ClosedVisit visit={visit} title={t('missed.title')} icon="info">
      <p>{t('cancelled.text')}</p>
    </ClosedVisit>
  );
}

interface ClosedVisitProps { visit: Visit; title: string; icon: 'check' | 'info'; next?: ReactNode; children: ReactNode }

function ClosedVisit({ visit, title, icon, next, children }: ClosedVisitProps) {
  const t = useText();
  const dates = useDates();
  return (
    <PageFrame>
      <Situation icon={icon} title={title} actions={<Link className="button button-outlined" to="/visits">{t('toBookings')}</Link>}>
        <p className="situation-visit"><strong>{visit.name}</strong><br /><span className="sentence">{dates.span(visit.starts_at, visit.ends_at)}</span></p>
        {children}
        {next}
      </Situation>
    </PageFrame>
  );
}
