/** The people at the other end of a visit; staff also read the patient's personnummer. */
import type { Participant } from '../api/people';
import { nameWords } from '../language/nameWords';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';

export function People({ people, children }: { people: Participant[]; children?: React.ReactNode }) {
  const t = useText();
  return (
    <div className="people-met">
      {people.map((person) => (
        <div key={person.id} className="person">
          <span className="letter" aria-hidden="true">{person.initials ?? '–'}</span>
          <span className="person-words">
            <strong>{nameWords(person, t)}</strong>
            {person.personnummer ? <span className="number">{personnummerWords(person.personnummer)}</span> : children}
          </span>
        </div>
      ))}
    </div>
  );
}
