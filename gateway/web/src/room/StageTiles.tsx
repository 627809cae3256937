/** The tiles of the stage: another person, oneself, and those who are awaited. */
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { othersIn } from '../visits/standing';
import { PersonTile } from './PersonTile';
import type { RemotePerson, RoomPicture } from './roomPicture';
import { knownAs } from './whoIsHere';

export function OtherTile({ visit, person }: { visit: Visit; person: RemotePerson }) {
  const t = useText();
  const known = knownAs(visit, person.id);
  return (
    <PersonTile testId="remote" name={known ? nameWords(known, t) : t('room.participant')} initials={known?.initials ?? '?'} camera={person.camera}
      microphoneOn={person.microphoneOn} isSpeaking={person.isSpeaking} />
  );
}

export function SelfTile({ picture }: { picture: RoomPicture }) {
  const t = useText();
  return (
    <PersonTile testId="self" name={t('room.you')} initials={useMe().initials} camera={picture.cameraOn ? picture.ownCamera : undefined}
      microphoneOn={picture.microphoneOn} isSpeaking={picture.isSpeaking} isOwn />
  );
}

export function AwaitedTile({ visit, picture }: { visit: Visit; picture: RoomPicture }) {
  const t = useText();
  const awaited = othersIn(visit, useMe());
  const names = awaited.map((person) => nameWords(person, t)).join(', ');
  const words = visit.is_group ? t('room.waitingForOthers') : t('room.waitingFor', { name: names });
  return (
    <div className="waiting-tile">
      <span className="letter letter-large" aria-hidden="true">{visit.is_group ? <Icon name="people" /> : awaited[0]?.initials}</span>
      <p role="status">{picture.phase === 'entering' ? t('room.connecting') : words}</p>
      {picture.phase === 'inside' && <p className="waiting-note">{t('room.maybeSeen')}</p>}
    </div>
  );
}
