/** Whose bookings a search found, and for a colleague the way to see to all of them at once (BOK-6). */
import { Link } from '@tanstack/react-router';
import type { FoundParticipant } from '../../api/booking';
import { personnummerWords } from '../../language/personnummerWords';
import { roleWords } from '../../language/roleWords';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';

export function FoundPerson({ person, sought }: { person: FoundParticipant | null; sought: string }) {
  const t = useText();
  if (!person) return <NobodyFound sought={sought} />;
  const isColleague = person.roles.some((role) => role === 'staff' || role === 'administrator');
  return (
    <section className="card found-person" aria-label={t('our.person')}>
      <span className="letter" aria-hidden="true">{person.initials}</span>
      <div className="found-person-words">
        <strong>{person.name}</strong>
        <span><span className="number">{personnummerWords(person.personnummer)}</span>{' '}{person.roles.map((role) => roleWords(role, t)).join(', ')}</span>
      </div>
      {isColleague && (
        <Link className="button button-outlined" to="/admin/rearrangements/for/$personId" params={{ personId: person.id }} preload={false}>
          <Icon name="swap" />{t('our.rearrange')}
        </Link>
      )}
    </section>
  );
}

function NobodyFound({ sought }: { sought: string }) {
  const t = useText();
  return (
    <section className="card empty" role="status">
      <span className="situation-icon"><Icon name="search" /></span>
      <h2>{t('our.nobody')}</h2>
      <p>{t('our.nobodyHelp', { number: personnummerWords(sought) })}</p>
    </section>
  );
}
