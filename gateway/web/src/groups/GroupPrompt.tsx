/** «Gå till gruppen» in the big group, «Tillbaka till storgruppen» in a small one. */
import { useEffect } from 'react';
import { BusyButton } from '../frame/BusyButton';
import { useAnnounce } from '../frame/Announcer';
import type { Visit } from '../api/care';
import { useText } from '../language/useText';
import { useWayBetween } from './useWayBetween';

/** For those who are invited to a group; staff choose among all of them in their own panel. */
export function GroupInvitation({ group }: { group: Visit }) {
  const t = useText();
  const announce = useAnnounce();
  const words = t('groups.invited', { group: group.name });
  useEffect(() => announce(words), [group.id, announce, words]);
  return <Prompt words={words} action={t('groups.goTo')} toVisitId={group.id} />;
}

export function BackToBigGroup({ home }: { home: Visit }) {
  const t = useText();
  return <Prompt words={t('groups.partOf', { name: home.name })} action={t('groups.back')} toVisitId={home.id} />;
}

function Prompt({ words, action, toVisitId }: { words: string; action: string; toVisitId: string }) {
  const { go, isGoing } = useWayBetween();
  return (
    <div className="group-prompt" data-testid="group-prompt">
      <p>{words}</p>
      <BusyButton className="button button-primary" isBusy={isGoing} onPress={() => go(toVisitId)}>{action}</BusyButton>
    </div>
  );
}
