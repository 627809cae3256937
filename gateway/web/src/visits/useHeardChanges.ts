/** What was changed of a visit while its page was open, in words: kept until put away, and said aloud once. */
import { useEffect, useRef, useState } from 'react';
import type { Visit } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { useDates, type Dates } from '../language/useDates';
import { nameWords } from '../language/nameWords';
import { useText, type Text } from '../language/useText';
import { changesBetween, type Change } from './changes';

export function useHeardChanges(visit: Visit): { changes: string[]; putAway: () => void } {
  const t = useText();
  const dates = useDates();
  const announce = useAnnounce();
  const known = useRef(visit);
  const [changes, setChanges] = useState<string[]>([]);
  useEffect(() => {
    const words = changesBetween(known.current, visit).map((change) => changeWords(change, visit, dates, t));
    known.current = visit;
    if (words.length === 0) return;
    setChanges(words);
    announce(words.join(' '));
  }, [visit, dates, t, announce]);
  return { changes, putAway: () => setChanges([]) };
}

function changeWords(change: Change, visit: Visit, dates: Dates, t: Text): string {
  switch (change.kind) {
    case 'time': return t('changed.time', { when: dates.span(visit.starts_at, visit.ends_at) });
    case 'length': return t('changed.length', { minutes: visit.length_minutes, until: dates.time(visit.ends_at) });
    case 'name': return t('changed.name', { name: visit.name });
    case 'joined': return t('changed.joined', { names: namesOf(change, t) });
    case 'left': return t('changed.left', { names: namesOf(change, t) });
  }
}

const namesOf = ({ people }: Extract<Change, { people: unknown }>, t: Text) => people.map((person) => nameWords(person, t)).join(', ');
