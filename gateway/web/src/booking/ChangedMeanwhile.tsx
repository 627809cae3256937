/** What somebody else changed while one was writing, with the choice to take all of theirs. */
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import { Notice } from '../frame/Notice';
import { nameWords } from '../language/nameWords';
import { useDates, type Dates } from '../language/useDates';
import { useText, type Text } from '../language/useText';
import type { OtherChange } from './meanwhile';

interface ChangedMeanwhileProps { changes: OtherChange[]; visit: Visit; onTake: () => void }

export function ChangedMeanwhile({ changes, visit, onTake }: ChangedMeanwhileProps) {
  const t = useText();
  const dates = useDates();
  return (
    <Notice kind="error">
      <p><strong>{t('change.meanwhile')}</strong></p>
      <ul className="plain-list">
        {changes.flatMap((change) => changeWords(change, visit, dates, t)).map((words) => <li key={words}>{words}</li>)}
      </ul>
      <p>{t('change.meanwhileKept')}</p>
      <Button className="button button-outlined button-small" onPress={onTake}>{t('change.takeTheirs')}</Button>
    </Notice>
  );
}

function changeWords(change: OtherChange, visit: Visit, dates: Dates, t: Text): string[] {
  if (!('isMineToo' in change)) {
    const names = (people: Participant[]) => people.map((person) => nameWords(person, t)).join(', ');
    return [
      ...(change.added.length > 0 ? [t('change.theyAdded', { names: names(change.added) })] : []),
      ...(change.removed.length > 0 ? [t('change.theyRemoved', { names: names(change.removed) })] : []),
    ];
  }
  const value = theirValue(change.field, visit, dates, t);
  return [change.isMineToo ? t('change.theirsAndMine', { value }) : value];
}

function theirValue(field: 'name' | 'when' | 'length', visit: Visit, dates: Dates, t: Text): string {
  if (field === 'name') return t('change.nameNow', { name: visit.name });
  if (field === 'when') return t('change.whenNow', { when: dates.span(visit.starts_at, visit.ends_at) });
  return t('change.lengthNow', { minutes: visit.length_minutes });
}
