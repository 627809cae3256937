/** Asks before something half-written is thrown away, inside the pages and when the tab is closed. */
import { useBlocker } from '@tanstack/react-router';
import { Question } from '../frame/Question';
import { useText } from '../language/useText';

interface UnsavedGuardProps { isUnsaved: boolean; title: string; stay: string }

export function UnsavedGuard({ isUnsaved, title, stay }: UnsavedGuardProps) {
  const t = useText();
  const leaving = useBlocker({ shouldBlockFn: () => isUnsaved, enableBeforeUnload: () => isUnsaved, withResolver: true });
  return (
    <Question isOpen={leaving.status === 'blocked'} isDanger title={title} confirm={t('unsaved.throwAway')}
      refuse={stay} onConfirm={() => leaving.proceed?.()} onClose={() => leaving.reset?.()}>
      <p>{t('unsaved.text')}</p>
    </Question>
  );
}
