/** «Bjud in alla igen»: for two minutes after an end that was a mistake, staff open the visit anew for everyone. */
import { useMutation } from '@tanstack/react-query';
import { problemCode } from '../api/asking';
import { inviteAgain, type Visit } from '../api/care';
import { BusyButton } from '../frame/BusyButton';
import { face } from '../frame/idle/countdown';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { refreshVisits } from '../questions';
import { useNow } from '../time/useNow';
import { againLeft } from './againLeft';
import { refusalWords } from './refusalWords';
import { useGoStraightIn } from './useGoStraightIn';

const TICK = 1_000;

export function InviteAgain({ visit }: { visit: Visit }) {
  const t = useText();
  const left = againLeft(visit, useNow(TICK));
  const goStraightIn = useGoStraightIn();
  const inviting = useMutation({
    mutationFn: () => inviteAgain(visit.id),
    onSuccess: goStraightIn,
    onError: () => refreshVisits(visit.id),
  });
  if (left === 0 && inviting.isIdle) return null;
  return (
    <div className="invite-again">
      <p>{t('again.ask')}</p>
      <BusyButton className="button button-primary" isBusy={inviting.isPending} isDisabled={left === 0} onPress={() => inviting.mutate()}>
        <Icon name="people" />{t('again.invite')}
      </BusyButton>
      <p className="invite-again-left" role="timer">{t('again.left', { time: face(left) })}</p>
      {inviting.isError && <Notice kind="error"><p>{refusalWords(problemCode(inviting.error), t)}</p></Notice>}
    </div>
  );
}
