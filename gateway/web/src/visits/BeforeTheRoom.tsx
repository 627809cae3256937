/** The page of a visit outside its room: waiting, trying the camera, and the way in when it opens. */
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import { PreJoin } from '../devices/PreJoin';
import type { useDeviceChoice } from '../devices/useDeviceChoice';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { Notice } from '../frame/Notice';
import { useMe } from '../frame/SignedIn';
import { useProviderName } from '../frame/useProviderName';
import { usePageTitle } from '../frame/usePageTitle';
import { useDates } from '../language/useDates';
import { nameWords } from '../language/nameWords';
import { useText, type Text } from '../language/useText';
import { Icon } from '../look/Icon';
import { useNow } from '../time/useNow';
import { WayBetweenGroups } from '../groups/WayBetweenGroups';
import { useWaiting } from '../waiting/useWaiting';
import { WaitingLine } from '../waiting/WaitingLine';
import { ChangedNotice } from './ChangedNotice';
import { Guide } from './Guide';
import { People } from './People';
import { isSoon } from './isSoon';
import { JustChanged } from './JustChanged';
import { isStaffIn, othersIn } from './standing';
import { StartVisit } from './StartVisit';
import { StateStrip } from './StateStrip';
import { useHeardStart } from './useHeardStart';
import { VisitActions } from './VisitActions';

interface BeforeTheRoomProps { visit: Visit; devices: ReturnType<typeof useDeviceChoice>; hasLeft: boolean; onEnter: () => void }

const TICK = 15_000;

export function BeforeTheRoom({ visit, devices, hasLeft, onEnter }: BeforeTheRoomProps) {
  const t = useText();
  const heardStart = useHeardStart(useMemo(() => [visit], [visit]));
  usePageTitle(heardStart ? t('bookings.startedTitle') : visit.name);
  return (
    <PageFrame>
      <div className="door">
        <Link to="/visits" className="back-link"><Icon name="back" />{t('bookings.title')}</Link>
        {hasLeft && <Notice kind="info"><p>{t('left.text')}</p></Notice>}
        <JustChanged visitId={visit.id} />
        <ChangedNotice visit={visit} />
        <WayBetweenGroups visit={visit} />
        <div className="bookings">
          <Door visit={visit} devices={devices} hasLeft={hasLeft} onEnter={onEnter} />
          <Guide />
        </div>
      </div>
    </PageFrame>
  );
}

function Door({ visit, devices, hasLeft, onEnter }: BeforeTheRoomProps) {
  const t = useText();
  const me = useMe();
  const isStaff = isStaffIn(visit, me);
  const now = useNow(TICK);
  const [wantsTrial, setWantsTrial] = useState(false);
  const showsDevices = wantsTrial || (visit.can.join && !hasLeft);
  const isPatient = visit.patients.some(({ id }) => id === me.id);
  useWaiting(visit.id, isPatient && visit.state === 'booked' && isSoon(visit, now));
  return (
    <section className="card nearest">
      <StateStrip visit={visit} now={now} />
      <div className="card-body">
        <PageHeading>{visit.name}</PageHeading>
        <VisitFacts visit={visit} now={now} />
        <WaitingLine visit={visit} />
        <div className="next-step">
          <WayIn visit={visit} onEnter={onEnter} />
          {!showsDevices && (
            <Button className="button button-outlined" onPress={() => setWantsTrial(true)}><Icon name="settings" />{t('devices.try')}</Button>
          )}
          <VisitActions visit={visit} />
        </div>
        <p className="hint">{nextWords(visit, isStaff, now, t)}</p>
        {showsDevices && (
          <PreJoin choice={devices.choice} isRemembered={devices.isRemembered} onChoose={devices.choose} onRemember={devices.remember} />
        )}
      </div>
    </section>
  );
}

function VisitFacts({ visit, now }: { visit: Visit; now: number }) {
  const t = useText();
  const dates = useDates();
  const provider = useProviderName();
  return (
    <>
      <p className="moment">
        <span className="clock">{dates.time(visit.starts_at)}</span>
        <span className="moment-day">{dates.day(visit.starts_at, now)}, {t('visit.length', { minutes: visit.length_minutes })}</span>
      </p>
      <People people={othersIn(visit, useMe())}><span>{provider}</span></People>
    </>
  );
}

function WayIn({ visit, onEnter }: { visit: Visit; onEnter: () => void }) {
  const t = useText();
  const isStaff = isStaffIn(visit, useMe());
  if (visit.can.start) return <StartVisit visit={visit} look="primary" />;
  if (!visit.can.join) return null;
  return (
    <Button className="button button-primary" onPress={onEnter}>
      <Icon name="video" />{isStaff ? t('visit.connect') : t('visit.goTo')}
    </Button>
  );
}

function nextWords(visit: Visit, isStaff: boolean, now: number, t: Text): string {
  if (visit.state === 'started') return t('visit.seenAtOnce');
  if (isStaff) return visit.is_group ? t('visit.patientsWait') : t('visit.patientWaits');
  if (!isSoon(visit, now)) return t('visit.comeBack');
  return t('visit.stay', { name: visit.staff[0] ? nameWords(visit.staff[0], t) : t('visit.theStaff') });
}
