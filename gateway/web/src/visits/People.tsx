/** The people at the other end of a visit; staff also read the patient's personnummer. */
import type { Participant } from '../api/care';

export function People({ people, children }: { people: Participant[]; children?: React.ReactNode }) {
  return (
    <div className="people-met">
      {people.map((person) => (
        <div key={person.id} className="person">
          <span className="letter" aria-hidden="true">{person.initials}</span>
          <span className="person-words">
            <strong>{person.name}</strong>
            {person.personnummer ? <span className="number">{person.personnummer}</span> : children}
          </span>
        </div>
      ))}
    </div>
  );
}
