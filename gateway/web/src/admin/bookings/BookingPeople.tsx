/** Who takes part: staff first, then patients with their numbers; of many only the first. */
import type { Visit } from '../../api/care';
import type { Participant } from '../../api/people';
import { nameWords } from '../../language/nameWords';
import { personnummerWords } from '../../language/personnummerWords';
import { useText } from '../../language/useText';

const MOST_NAMED = 3;

export function BookingPeople({ visit }: { visit: Pick<Visit, 'staff' | 'patients'> }) {
  const t = useText();
  return (
    <>
      <span className="booking-staff">{visit.staff.length > 0 ? namesOf(visit.staff) : t('attention.noStaff')}</span>
      {visit.patients.length === 0 && <span>{t('attention.noPatient')}</span>}
      {visit.patients.slice(0, MOST_NAMED).map((person) => (
        <span key={person.id}>{nameWords(person, t)}{person.personnummer && <>{' '}<span className="number">{personnummerWords(person.personnummer)}</span></>}</span>
      ))}
      {visit.patients.length > MOST_NAMED && <span>{t('our.others', { count: visit.patients.length - MOST_NAMED })}</span>}
    </>
  );

  function namesOf(people: Participant[]): string {
    const named = people.slice(0, MOST_NAMED).map((person) => nameWords(person, t)).join(', ');
    return people.length > MOST_NAMED ? `${named} ${t('our.others', { count: people.length - MOST_NAMED })}` : named;
  }
}
