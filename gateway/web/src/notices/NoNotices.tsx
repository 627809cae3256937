/** What stands where no notice does yet, or where they could not be fetched. */
import { Button } from 'react-aria-components';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';

export function NoNotices() {
  const t = useText();
  return (
    <div className="empty">
      <span className="situation-icon"><Icon name="bell" /></span>
      <h2>{t('notices.empty')}</h2>
      <p>{t('notices.emptyHelp')}</p>
    </div>
  );
}

export function NoticesUnavailable({ onRetry }: { onRetry: () => void }) {
  const t = useText();
  return (
    <Notice kind="error">
      <p>{t('notices.unavailable')}</p>
      <Button className="button button-outlined" onPress={onRetry}>{t('tryAgain')}</Button>
    </Notice>
  );
}
