/** Says quietly that news do not reach the page, and that it is being mended. */
import { useText } from '../language/useText';
import { useLiveState } from '../live/liveContext';
import { Icon } from '../look/Icon';

export function ConnectionBanner() {
  const t = useText();
  const isLost = useLiveState() === 'lost';
  return (
    <div className="connection-banner" aria-live="polite" data-testid="connection-banner">
      {isLost && <p><Icon name="offline" />{t('frame.reconnecting')}</p>}
    </div>
  );
}
