/** The bookings of a tab that need a decision: they lost their patient or their staff (Q7). */
import type { Tab } from '../../api/care';
import { Loading } from '../../frame/Loading';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { Unavailable } from '../parts/Unavailable';
import { BookingsTable } from './BookingsTable';
import type { View } from './bookingsView';
import { FoundPerson } from './FoundPerson';
import type { Needy } from './useNeedy';

export function NeedyBookings({ needy, tab, view }: { needy: Needy; tab: Tab; view: View }) {
  const t = useText();
  if (needy.problem) return <Unavailable error={needy.problem.error} onRetry={() => void needy.problem?.refetch()} />;
  if (needy.isPending) return <Loading />;
  const visits = needy.inTab(tab);
  return (
    <>
      {view.sought !== null && <FoundPerson person={needy.person ?? null} sought={view.sought} />}
      <section className="card people" aria-label={t('our.found')}>
        {visits.length > 0 && <BookingsTable visits={visits} sought={needy.person ?? null} isOld={false} />}
        {visits.length === 0 && (
          <div className="empty">
            <span className="situation-icon done-icon"><Icon name="check" /></span>
            <h2>{t('our.noneNeedy')}</h2>
            <p>{t('our.noneNeedyHelp')}</p>
          </div>
        )}
        <div className={visits.length === 0 ? 'for-screen-readers' : 'people-foot'}><p role="status">{t('our.countNeedy', { count: visits.length })}</p></div>
      </section>
    </>
  );
}
