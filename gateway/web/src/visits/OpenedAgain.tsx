/** Leads from a visit that has ended to one that goes on: the visit everyone was invited to again, or the big group. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Visit } from '../api/care';
import { BusyButton } from '../frame/BusyButton';
import { useAnnounce } from '../frame/Announcer';
import { useMe } from '../frame/SignedIn';
import { useWayBetween } from '../groups/useWayBetween';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { visitQuestion } from '../questions';
import { isStaffIn } from './standing';

/** Shown to whoever belongs to the new visit, too; nobody else learns that there is one. */
export function OpenedAgain({ visit }: { visit: Visit }) {
  const t = useText();
  const announce = useAnnounce();
  const isStaff = isStaffIn(visit, useMe());
  const again = useJoinable(visit.again_id);
  const words = t('again.opened');
  const isOpen = again !== null;
  useEffect(() => { if (isOpen) announce(words); }, [isOpen, announce, words]);
  if (!again) return null;
  return <WayOn words={words} action={isStaff ? t('visit.connect') : t('visit.goTo')} toVisitId={again.id} />;
}

export function BigGroupGoesOn({ visit }: { visit: Visit }) {
  const t = useText();
  const home = useJoinable(visit.origin_cause === 'small_group' ? visit.origin_id : null);
  if (!home) return null;
  return <WayOn words={t('groups.bigGoesOn', { name: home.name })} action={t('groups.back')} toVisitId={home.id} />;
}

function useJoinable(visitId: string | null): Visit | null {
  const visit = useQuery({ ...visitQuestion(visitId ?? ''), enabled: visitId !== null });
  return visitId !== null && visit.data?.can.join ? visit.data : null;
}

function WayOn({ words, action, toVisitId }: { words: string; action: string; toVisitId: string }) {
  const { go, isGoing } = useWayBetween();
  return (
    <div className="invite-again" data-testid="goes-on">
      <p>{words}</p>
      <BusyButton className="button button-primary" isBusy={isGoing} onPress={() => go(toVisitId)}><Icon name="video" />{action}</BusyButton>
    </div>
  );
}
