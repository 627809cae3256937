/** What came of pasted numbers, when not everyone was found. */
import { useText } from '../language/useText';
import type { Pasted } from './usePasted';

export function PastedNote({ isBusy, unknown, failed }: Pasted) {
  const t = useText();
  return (
    <div role="status">
      {isBusy && <p className="field-note">{t('people.searching')}</p>}
      {unknown.length > 0 && <p className="field-note">{t('people.pastedUnknown', { numbers: unknown.join(', ') })}</p>}
      {failed.length > 0 && <p className="field-note">{t('people.pastedFailed', { numbers: failed.join(', ') })}</p>}
    </div>
  );
}
