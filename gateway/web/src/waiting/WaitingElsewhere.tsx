/** In the room of one visit: that somebody waits for another; can be put away. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';
import { waitingWords } from './waitingIn';
import { useWaitingNow } from './waitingNow';

export function WaitingElsewhere({ visitId }: { visitId: string }) {
  const t = useText();
  const [read, setRead] = useState<string[]>([]);
  const waiting = useWaitingNow().filter(({ visit, person }) => visit.id !== visitId && !read.includes(keyOf(visit.id, person.id)));
  if (waiting.length === 0) return null;
  return (
    <Notice kind="info">
      {waiting.map(({ visit, person }) => (
        <p key={keyOf(visit.id, person.id)}>{t('waiting.announcement', { who: waitingWords([person], t), name: visit.name })}</p>
      ))}
      <Button className="button button-outlined button-small" onPress={() => setRead([...read, ...waiting.map(({ visit, person }) => keyOf(visit.id, person.id))])}>
        {t('changed.close')}
      </Button>
    </Notice>
  );
}

const keyOf = (visitId: string, personId: string) => `${visitId} ${personId}`;
