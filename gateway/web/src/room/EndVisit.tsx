/** «Avsluta besöket för alla»: asks first and says who will be disconnected. */
import { useMutation } from '@tanstack/react-query';
import { problemCode } from '../api/asking';
import { endVisit, type Visit } from '../api/care';
import { Notice } from '../frame/Notice';
import { Question } from '../frame/Question';
import { useMe } from '../frame/SignedIn';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { refusalWords } from '../visits/refusalWords';

export function EndVisit({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const t = useText();
  const me = useMe();
  const everyoneElse = [...visit.staff, ...visit.patients].filter((person) => person.id !== me.id);
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
        {everyoneElse.map((person) => <li key={person.id}><strong>{nameWords(person, t)}</strong></li>)}
        <li>{t('end.yourself')}</li>
      </ul>
      <p>{t('end.text')}</p>
      {refused && <Notice kind="error"><p>{refusalWords(problemCode(ending.error), t)}</p></Notice>}
    </Question>
  );
}
