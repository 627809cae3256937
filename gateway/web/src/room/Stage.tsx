/** Everyone in the room: the others fill it, oneself in the corner. */
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import { useMe } from '../frame/SignedIn';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import { othersIn } from '../visits/standing';
import type { RoomPicture } from './roomPicture';
import { PersonTile } from './PersonTile';

export function Stage({ visit, picture }: { visit: Visit; picture: RoomPicture }) {
  const t = useText();
  const me = useMe();
  return (
    <div className="stage">
      <div className="others" data-count={Math.max(1, picture.others.length)}>
        {picture.others.map((person) => {
          const known = knownAs(visit, person.id);
          const name = known ? nameWords(known, t) : t('room.participant');
          return (
            <PersonTile key={person.id} testId="remote" name={name} initials={known?.initials ?? '?'} camera={person.camera}
              microphoneOn={person.microphoneOn} isSpeaking={person.isSpeaking} />
          );
        })}
        {picture.others.length === 0 && <Waiting visit={visit} picture={picture} />}
      </div>
      <div className="self">
        <PersonTile testId="self" name={t('room.you')} initials={me.initials} camera={picture.cameraOn ? picture.ownCamera : undefined}
          microphoneOn={picture.microphoneOn} isSpeaking={picture.isSpeaking} isOwn />
      </div>
    </div>
  );
}

function Waiting({ visit, picture }: { visit: Visit; picture: RoomPicture }) {
  const t = useText();
  const awaited = othersIn(visit, useMe());
  const names = awaited.map((person) => nameWords(person, t)).join(', ');
  return (
    <div className="waiting-tile">
      <span className="letter letter-large" aria-hidden="true">{awaited[0]?.initials}</span>
      <p role="status">{picture.phase === 'entering' ? t('room.connecting') : t('room.waitingFor', { name: names })}</p>
      {picture.phase === 'inside' && <p className="waiting-note">{t('room.maybeSeen')}</p>}
    </div>
  );
}

const knownAs = (visit: Visit, id: string): Participant | undefined =>
  [...visit.staff, ...visit.patients].find((person) => person.id === id);
