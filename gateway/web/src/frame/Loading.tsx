/** What is shown in the short time before there is something to show. */
import { useEffect, useState } from 'react';
import { useText } from '../language/useText';

const PATIENCE_MILLISECONDS = 300;

export function Loading() {
  const t = useText();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" role="status">
      {isSlow && <><span className="loading-ring" aria-hidden="true" />{t('loading')}</>}
    </div>
  );
}
