/** «Avsluta alla smågrupper»: asks first; the big group goes on. */
import { useMutation } from '@tanstack/react-query';
import { problemCode } from '../api/asking';
import { endSmallGroups, type Visit } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { Notice } from '../frame/Notice';
import { Question } from '../frame/Question';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { refusalWords } from '../visits/refusalWords';

export function EndSmallGroups({ visit, groups, onClose }: { visit: Visit; groups: Visit[]; onClose: () => void }) {
  const t = useText();
  const announce = useAnnounce();
  const ending = useMutation({
    mutationFn: () => endSmallGroups(visit.id),
    onSuccess: (ended) => {
      onClose();
      announce(t('groups.ended', { count: ended }));
    },
    onSettled: () => refreshVisits(),
  });
  return (
    <Question isOpen isDanger title={t('groups.endTitle')} confirm={t('groups.endAll')} refuse={t('groups.endKeep')}
      isBusy={ending.isPending} onConfirm={() => ending.mutate()} onClose={onClose}>
      <p>{t('groups.endText')}</p>
      <ul className="plain-list">
        {groups.map((group) => (
          <li key={group.id}><strong>{group.name}</strong>: {group.patients.map((person) => nameWords(person, t)).join(', ')}</li>
        ))}
      </ul>
      {ending.isError && <Notice kind="error"><p>{refusalWords(problemCode(ending.error), t)}</p></Notice>}
    </Question>
  );
}
