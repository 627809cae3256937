/** «Starta besök»: opens the visit for the patient and leads in. */
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { problemCode } from '../api/asking';
import { startVisit, type Visit } from '../api/care';
import { BusyButton } from '../frame/BusyButton';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { refreshVisits } from '../questions';
import { refusalWords } from './refusalWords';

export function StartVisit({ visit, look }: { visit: Visit; look: 'primary' | 'outlined' }) {
  const t = useText();
  const router = useRouter();
  const enter = async () => {
    await refreshVisits(visit.id);
    await router.navigate({ to: '/visits/$visitId', params: { visitId: visit.id } });
  };
  const starting = useMutation({
    mutationFn: () => startVisit(visit.id),
    onSuccess: enter,
    // Another member of staff was faster: the visit is started all the same.
    onError: (problem) => (problemCode(problem) === 'visit_already_started' ? enter() : refreshVisits(visit.id)),
  });
  const refused = starting.isError && problemCode(starting.error) !== 'visit_already_started';
  return (
    <span className="action">
      <BusyButton className={`button button-${look}`} isBusy={starting.isPending} onPress={() => starting.mutate()}>
        {!starting.isPending && look === 'primary' && <Icon name="video" />}{t('visit.start')}
      </BusyButton>
      {refused && <span className="action-error" role="alert">{refusalWords(problemCode(starting.error), t)}</span>}
    </span>
  );
}
