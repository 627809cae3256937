/** The start of a visit that is under way, which cannot be moved any more. */
import type { Visit } from '../api/care';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';

export function FixedStart({ visit }: { visit: Visit }) {
  const t = useText();
  const dates = useDates();
  return (
    <dl className="fixed-field">
      <dt className="field-label">{t('change.start')}</dt>
      <dd className="sentence">{dates.moment(visit.starts_at)}</dd>
      <dd className="fixed-help">{t('change.startStays')}</dd>
    </dl>
  );
}
