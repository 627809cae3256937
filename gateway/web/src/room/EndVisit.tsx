/** «Avsluta besöket för alla»: asks first and says who will be disconnected. */
import { useMutation } from '@tanstack/react-query';
import { problemCode } from '../api/asking';
import { endVisit, type Visit } from '../api/care';
import type { Participant } from '../api/people';
import { Notice } from '../frame/Notice';
import { Question } from '../frame/Question';
import { useMe } from '../frame/SignedIn';
import { nameWords } from '../language/nameWords';
import { useText, type Text } from '../language/useText';
import { refreshVisits } from '../questions';
import { refusalWords } from '../visits/refusalWords';
import type { RoomPicture } from './roomPicture';
import { whoIsHere } from './whoIsHere';

interface EndVisitProps { visit: Visit; picture: RoomPicture; groupCount: number; onClose: () => void }

export function EndVisit({ visit, picture, groupCount, onClose }: EndVisitProps) {
  const t = useText();
  const me = useMe();
  const { here, notHere } = whoIsHere(visit, picture, me.id);
  const others = here.filter((person) => person.id !== me.id);
  const ending = useMutation({
    mutationFn: () => endVisit(visit.id),
    onSettled: () => refreshVisits(visit.id),
    onSuccess: onClose,
  });
  const refused = ending.isError && problemCode(ending.error) !== 'visit_ended';
  return (
    <Question isOpen isDanger title={t('end.title')} confirm={t('end.confirm')} refuse={t('end.keep')}
      isBusy={ending.isPending} onConfirm={() => ending.mutate()} onClose={onClose}>
      <p>{t('end.disconnects')}</p>
      <ul className="plain-list">
        {others.map((person) => <li key={person.id}><strong>{nameWords(person, t)}</strong></li>)}
        <li>{t('end.yourself')}</li>
      </ul>
      {notHere.length > 0 && <p>{t('end.shutOut', { names: names(notHere, t) })}</p>}
      {groupCount > 0 && <p>{t('end.groupsGoOn', { count: groupCount })}</p>}
      <p>{t('end.text')}</p>
      {refused && <Notice kind="error"><p>{refusalWords(problemCode(ending.error), t)}</p></Notice>}
    </Question>
  );
}

const names = (people: Participant[], t: Text) => people.map((person) => nameWords(person, t)).join(', ');
