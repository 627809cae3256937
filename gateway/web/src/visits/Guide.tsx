/** How a visit goes, in three steps, beside the bookings; for staff with the sound that says that somebody waits. */
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { WaitingSound } from '../waiting/WaitingSound';

export function Guide() {
  const t = useText();
  const isStaff = useMe().roles.includes('staff');
  const steps = isStaff
    ? [t('guide.staffStart'), t('guide.staffLeave'), t('guide.staffEnd')]
    : [t('guide.patientSignIn'), t('guide.patientGoIn'), t('guide.patientAllow')];
  return (
    <aside className="card guide" aria-labelledby="guide-heading">
      <h2 id="guide-heading">{t('guide.title')}</h2>
      <ol>{steps.map((step) => <li key={step}>{step}</li>)}</ol>
      <WaitingSound />
    </aside>
  );
}
