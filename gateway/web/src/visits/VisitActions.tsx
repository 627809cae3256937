/** What its staff and administrators may decide of a visit beside starting it: «Ändra», «Avboka», «Uteblev». */
import { Link } from '@tanstack/react-router';
import type { Visit } from '../api/care';
import { BusyButton } from '../frame/BusyButton';
import { useText } from '../language/useText';
import { CancelVisit } from './CancelVisit';
import { useMissed } from './useMissed';

export function VisitActions({ visit }: { visit: Visit }) {
  const t = useText();
  const missed = useMissed(visit);
  const { change, cancel, mark_missed, take_back_missed } = visit.can;
  if (!change && !cancel && !mark_missed && !take_back_missed) return null;
  return (
    <div className="visit-actions">
      {change && (
        <Link className="button button-quiet" to="/visits/$visitId/change" params={{ visitId: visit.id }} preload={false}
          aria-label={t('change.which', { name: visit.name })}>{t('change.link')}</Link>
      )}
      {cancel && <CancelVisit visit={visit} />}
      {mark_missed && (
        <BusyButton className="button button-quiet" isBusy={missed.isBusy} onPress={missed.mark}
          aria-label={t('missed.which', { name: visit.name })}>{t('missed.button')}</BusyButton>
      )}
      {take_back_missed && (
        <BusyButton className="button button-quiet" isBusy={missed.isBusy} onPress={missed.takeBack}
          aria-label={t('missed.takeBackWhich', { name: visit.name })}>{t('missed.takeBack')}</BusyButton>
      )}
      {missed.refused && <span className="action-error" role="alert">{missed.refused}</span>}
    </div>
  );
}
