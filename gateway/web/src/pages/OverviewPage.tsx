/** «Översikt»: what is next, what needs a decision, and the ways on from here. */
import { Loading } from '../frame/Loading';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { useMe } from '../frame/SignedIn';
import { usePageTitle } from '../frame/usePageTitle';
import { useText } from '../language/useText';
import { Attention } from '../overview/Attention';
import { firstName } from '../overview/firstName';
import { NextVisit } from '../overview/NextVisit';
import { Shortcuts } from '../overview/Shortcuts';
import { useHeardStart } from '../visits/useHeardStart';
import { useMyVisits } from '../visits/useMyVisits';
import { VisitsUnavailable } from '../visits/VisitsUnavailable';

export function OverviewPage() {
  const t = useText();
  const me = useMe();
  const mine = useMyVisits();
  const started = useHeardStart(mine.visits);
  usePageTitle(started ? t('bookings.startedTitle') : t('overview.menu'));
  return (
    <PageFrame>
      <div className="page-head"><PageHeading>{t('overview.hello', { name: firstName(me.name) })}</PageHeading></div>
      <div className="bookings">
        <div className="bookings-main">
          {me.roles.includes('administrator') && <Attention />}
          {mine.isPending && !mine.isUnavailable && <Loading />}
          {mine.isUnavailable && <VisitsUnavailable retry={mine.retry} />}
          {mine.visits && <NextVisit visits={mine.visits} hasMore={mine.tabs.future.hasMore} />}
        </div>
        <Shortcuts />
      </div>
    </PageFrame>
  );
}
