/** «Visa fler»: the next page of a list of visits. */
import { BusyButton } from '../frame/BusyButton';
import { useText } from '../language/useText';

interface MoreVisitsProps { hasMore: boolean; isAsking: boolean; hasFailed: boolean; more: () => void; what: string }

export function MoreVisits({ hasMore, isAsking, hasFailed, more, what }: MoreVisitsProps) {
  const t = useText();
  if (!hasMore) return null;
  return (
    <span className="action">
      <BusyButton className="button button-outlined" isBusy={isAsking} aria-label={t('bookings.moreOf', { what })} onPress={more}>
        {t('bookings.more')}
      </BusyButton>
      {hasFailed && <span className="action-error" role="alert">{t('bookings.moreFailed')}</span>}
    </span>
  );
}
