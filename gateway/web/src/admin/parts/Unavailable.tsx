/** Says that something could not be fetched, and why, with a way to try again. */
import { Button } from 'react-aria-components';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { adminRefusal } from './refusals';

export function Unavailable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useText();
  return (
    <Notice kind="error">
      <p>{adminRefusal(error, t)}</p>
      <Button className="button button-outlined" onPress={onRetry}>{t('tryAgain')}</Button>
    </Notice>
  );
}
