/** Says that one's visits could not be fetched, with a way to try again. */
import { Button } from 'react-aria-components';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';

export function VisitsUnavailable({ retry }: { retry: () => void }) {
  const t = useText();
  return (
    <Notice kind="error">
      <p>{t('bookings.unavailable')}</p>
      <Button className="button button-outlined" onPress={retry}>{t('tryAgain')}</Button>
    </Notice>
  );
}
