/** The page shown when the gateway cannot be reached; leaves by itself when it can. */
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import { BareFrame } from '../frame/BareFrame';
import { Situation } from '../frame/Situation';
import { useText } from '../language/useText';

const EVERY_MILLISECONDS = 4_000;

export function OfflinePage({ onRetry }: { onRetry: () => void }) {
  const t = useText();
  useEffect(() => {
    const timer = setInterval(onRetry, EVERY_MILLISECONDS);
    window.addEventListener('online', onRetry);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', onRetry);
    };
  }, [onRetry]);
  return (
    <BareFrame>
      <Situation icon="offline" title={t('offline.title')} actions={<Button className="button button-primary" onPress={onRetry}>{t('tryAgain')}</Button>}>
        <p>{t('offline.text')}</p>
      </Situation>
    </BareFrame>
  );
}
