/** The top of the room: what visit it is, how the connection is, and the minutes left. */
import { useEffect, useRef } from 'react';
import type { Visit } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { useProviderName } from '../frame/useProviderName';
import { useText, type Text } from '../language/useText';
import { Icon } from '../look/Icon';
import { useNow } from '../time/useNow';
import { minutesLeft } from '../visits/standing';
import type { RoomPicture } from './roomPicture';

const TICK_MILLISECONDS = 5_000;
/** The minutes worth saying aloud; every minute would disturb the talk. */
const SAID_ALOUD = [10, 5, 1];

export function RoomTop({ visit, picture }: { visit: Visit; picture: RoomPicture }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that led here is gone; whoever listens begins with where one is.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="room-top">
      <div className="room-top-words">
        <h1 ref={heading} tabIndex={-1}>{visit.name}</h1>
        <p>{useProviderName()}</p>
      </div>
      <ConnectionWords picture={picture} />
      <TimeLeft visit={visit} />
    </header>
  );
}

function ConnectionWords({ picture }: { picture: RoomPicture }) {
  const t = useText();
  const isPoor = picture.quality === 'poor' || picture.phase === 'mending';
  return (
    <p className="room-connection" data-testid="connection" data-phase={picture.phase}>
      <Icon name={picture.phase === 'mending' ? 'offline' : isPoor ? 'weakSignal' : 'signal'} />
      <span>{connectionWords(picture, t)}</span>
    </p>
  );
}

function connectionWords({ phase, quality }: RoomPicture, t: Text): string {
  if (phase === 'entering') return t('room.connecting');
  if (phase === 'mending') return t('room.reconnectingShort');
  if (quality === 'poor') return t('room.poor');
  return quality === 'good' ? t('room.good') : t('room.connected');
}

function TimeLeft({ visit }: { visit: Visit }) {
  const t = useText();
  const announce = useAnnounce();
  const left = minutesLeft(visit, useNow(TICK_MILLISECONDS));
  const words = left > 0 ? t('room.minutesLeft', { minutes: left }) : t('room.overTime');
  const said = useRef(left);
  useEffect(() => {
    const isWorthSaying = left < said.current && (SAID_ALOUD.includes(left) || (left <= 0 && said.current > 0));
    said.current = left;
    if (isWorthSaying) announce(left > 0 ? t('room.minutesLeftAloud', { minutes: left }) : t('room.overTimeAloud'));
  }, [left, announce, t]);
  return <p className={`time-left ${left > 0 ? '' : 'time-over'}`} data-testid="time-left"><Icon name="clock" /><span>{words}</span></p>;
}
