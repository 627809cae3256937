/** «Översikt»: what is next, what needs a decision, and the ways on from here. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { Loading } from '../frame/Loading';
import { Notice } from '../frame/Notice';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { useMe } from '../frame/SignedIn';
import { usePageTitle } from '../frame/usePageTitle';
import { useText } from '../language/useText';
import { Attention } from '../overview/Attention';
import { firstName } from '../overview/firstName';
import { NextVisit } from '../overview/NextVisit';
import { Shortcuts } from '../overview/Shortcuts';
import { visitsQuestion } from '../questions';
import { useHeardStart } from '../visits/useHeardStart';

export function OverviewPage() {
  const t = useText();
  const me = useMe();
  const visits = useQuery(visitsQuestion);
  const started = useHeardStart(visits.data);
  usePageTitle(started ? t('bookings.startedTitle') : t('overview.menu'));
  return (
    <PageFrame>
      <div className="page-head"><PageHeading>{t('overview.hello', { name: firstName(me.name) })}</PageHeading></div>
      <div className="bookings">
        <div className="bookings-main">
          {me.roles.includes('administrator') && <Attention />}
          {visits.isPending && <Loading />}
          {visits.isError && !visits.data && (
            <Notice kind="error">
              <p>{t('bookings.unavailable')}</p>
              <Button className="button button-outlined" onPress={() => void visits.refetch()}>{t('tryAgain')}</Button>
            </Notice>
          )}
          {visits.data && <NextVisit visits={visits.data} />}
        </div>
        <Shortcuts />
      </div>
    </PageFrame>
  );
}
