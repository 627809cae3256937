/** Tells in words what was changed while the page was open; can be put away. */
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';
import { useHeardChanges } from './useHeardChanges';

export function ChangedNotice({ visit }: { visit: Visit }) {
  const t = useText();
  const { changes, putAway } = useHeardChanges(visit);
  if (changes.length === 0) return null;
  return (
    <div data-testid="changed">
      <Notice kind="info">
        {changes.map((words) => <p key={words}>{words}</p>)}
        <Button className="button button-outlined button-small" onPress={putAway}>{t('changed.close')}</Button>
      </Notice>
    </div>
  );
}
