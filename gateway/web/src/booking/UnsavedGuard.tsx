/** Asks before a half-written booking is thrown away, inside the pages and when the tab is closed. */
import { useBlocker } from '@tanstack/react-router';
import { Question } from '../frame/Question';
import { useText } from '../language/useText';

export function UnsavedGuard({ isUnsaved }: { isUnsaved: boolean }) {
  const t = useText();
  const leaving = useBlocker({ shouldBlockFn: () => isUnsaved, enableBeforeUnload: () => isUnsaved, withResolver: true });
  return (
    <Question isOpen={leaving.status === 'blocked'} isDanger title={t('unsaved.title')} confirm={t('unsaved.throwAway')}
      refuse={t('unsaved.stay')} onConfirm={() => leaving.proceed?.()} onClose={() => leaving.reset?.()}>
      <p>{t('unsaved.text')}</p>
    </Question>
  );
}
