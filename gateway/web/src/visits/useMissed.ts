/** «Uteblev», and taking it back when it was a mistake. */
import { useMutation } from '@tanstack/react-query';
import { problemCode } from '../api/asking';
import { markMissed, takeBackMissed, type Visit } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { refusalWords } from './refusalWords';

export function useMissed(visit: Visit) {
  const t = useText();
  const announce = useAnnounce();
  const marking = useMutation({
    mutationFn: (isMissed: boolean) => (isMissed ? markMissed(visit.id) : takeBackMissed(visit.id)),
    onSuccess: (_, isMissed) => announce(isMissed ? t('missed.done', { name: visit.name }) : t('missed.takenBack', { name: visit.name })),
    onSettled: () => refreshVisits(visit.id),
  });
  return {
    mark: () => marking.mutate(true),
    takeBack: () => marking.mutate(false),
    isBusy: marking.isPending,
    /** Marked a moment ago, by whoever looks at it. */
    isJustMarked: marking.isSuccess && marking.variables,
    refused: marking.isError ? refusalWords(problemCode(marking.error), t) : null,
  };
}
