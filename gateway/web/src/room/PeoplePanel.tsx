/** «Deltagare»: who is in the room and who is not; staff read names and personnummer, patients other patients' initials. */
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import { useMe } from '../frame/SignedIn';
import { nameWords } from '../language/nameWords';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import type { RoomPicture } from './roomPicture';
import { SidePanel } from './SidePanel';
import { whoIsHere } from './whoIsHere';

interface PeoplePanelProps { visit: Visit; picture: RoomPicture; whereabouts: Map<string, string>; onClose: () => void }

/** `whereabouts` tells staff of those who are in a small group right now. */
export function PeoplePanel({ visit, picture, whereabouts, onClose }: PeoplePanelProps) {
  const t = useText();
  const me = useMe();
  const { here, notHere } = whoIsHere(visit, picture, me.id);
  const row = (person: Participant, isHere: boolean) => (
    <PersonRow key={person.id} person={person} isStaff={visit.staff.includes(person)} isMe={person.id === me.id}
      isMuted={isHere && isMuted(person.id, picture, me.id)} where={whereabouts.get(person.id)} />
  );
  return (
    <SidePanel title={t('people.title')} onClose={onClose}>
      <h3>{t('people.here', { count: here.length })}</h3>
      <ul className="panel-people">{here.map((person) => row(person, true))}</ul>
      {notHere.length > 0 && <>
        <h3>{t('people.notHere', { count: notHere.length })}</h3>
        <ul className="panel-people">{notHere.map((person) => row(person, false))}</ul>
      </>}
    </SidePanel>
  );
}

interface PersonRowProps { person: Participant; isStaff: boolean; isMe: boolean; isMuted: boolean; where: string | undefined }

function PersonRow({ person, isStaff, isMe, isMuted, where }: PersonRowProps) {
  const t = useText();
  return (
    <li className="panel-person">
      <span className="letter" aria-hidden="true">{person.initials ?? '–'}</span>
      <span className="panel-person-words">
        <strong>{isMe ? t('people.me', { name: nameWords(person, t) }) : nameWords(person, t)}</strong>
        {isStaff && <span>{t('role.staff')}</span>}
        {person.personnummer && <span className="number">{personnummerWords(person.personnummer)}</span>}
        {where && <span>{t('people.inGroup', { group: where })}</span>}
      </span>
      {isMuted && <span className="panel-muted"><Icon name="microphoneOff" /><span className="for-screen-readers">{t('people.muted')}</span></span>}
    </li>
  );
}

function isMuted(id: string, picture: RoomPicture, myId: string): boolean {
  return id === myId ? !picture.microphoneOn : picture.others.find((person) => person.id === id)?.microphoneOn === false;
}
