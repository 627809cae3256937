/** Says once, on the page of a visit, that what one changed has been saved. */
import { useRouterState } from '@tanstack/react-router';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';

export function JustChanged({ visitId }: { visitId: string }) {
  const t = useText();
  const changedId = useRouterState({ select: (state) => state.location.state.changedVisitId });
  return changedId === visitId ? <Notice kind="done"><p>{t('change.saved')}</p></Notice> : null;
}
