/** The people at the other end of a visit, all of them on request; staff also read a patient's personnummer. */
import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Participant } from '../api/people';
import { nameWords } from '../language/nameWords';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';

const MOST_AT_FIRST = 5;

export function People({ people, children }: { people: Participant[]; children?: ReactNode }) {
  const t = useText();
  const [showsAll, setShowsAll] = useState(people.length <= MOST_AT_FIRST + 1);
  const shown = showsAll ? people : people.slice(0, MOST_AT_FIRST);
  return (
    <div className="people-met">
      {shown.map((person) => (
        <div key={person.id} className="person">
          <span className="letter" aria-hidden="true">{person.initials ?? '–'}</span>
          <span className="person-words">
            <strong>{nameWords(person, t)}</strong>
            {person.personnummer ? <span className="number">{personnummerWords(person.personnummer)}</span> : children}
          </span>
        </div>
      ))}
      {!showsAll && (
        <Button className="button button-quiet people-all" onPress={() => setShowsAll(true)}>{t('visit.showAll', { count: people.length })}</Button>
      )}
    </div>
  );
}
