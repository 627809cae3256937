/** What support did here: every search, reading, change and refusal. */
import type { SupportAccess } from '../../api/support';
import { nameWords } from '../../language/nameWords';
import { useDates } from '../../language/useDates';
import { useText, type Text } from '../../language/useText';

export function SupportAccesses({ accesses }: { accesses: SupportAccess[] }) {
  const t = useText();
  const dates = useDates();
  return (
    <section className="card people" aria-labelledby="support-accesses">
      <h2 id="support-accesses" className="card-title">{t('admin.support.accesses')}</h2>
      {accesses.length === 0 && <p className="card-empty">{t('admin.support.noAccesses')}</p>}
      <ul className="log">
        {accesses.map((access, place) => (
          <li key={place} className="log-row">
            <strong>{actionWords(access.action, t)}{isRefused(access) && ` – ${t('admin.support.refused')}`}</strong>
            <span className="log-who">{t('admin.support.did', { name: nameWords(access.actor, t), when: dates.moment(access.at) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const isRefused = ({ outcome }: SupportAccess) => outcome === 'refused';

function actionWords(action: string, t: Text): string {
  switch (action) {
    case 'person.find': return t('admin.action.search');
    case 'person.restore': return t('admin.action.restore');
    default: return t('admin.action.other', { action });
  }
}
