/** The title of a week or a month, with the ways to the one before, the one after, and back to today. */
import { Button } from 'react-aria-components';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';

interface TurningProps { title: string; previous: string; next: string; onPrevious: () => void; onNext: () => void; onToday: () => void }

export function Turning({ title, previous, next, onPrevious, onNext, onToday }: TurningProps) {
  const t = useText();
  return (
    <div className="turning">
      <h2 aria-live="polite">{title}</h2>
      <div className="turning-buttons">
        <Button className="button button-outlined turn-back" aria-label={previous} onPress={onPrevious}><Icon name="chevron" /></Button>
        <Button className="button button-outlined" onPress={onToday}>{t('calendar.today')}</Button>
        <Button className="button button-outlined turn-on" aria-label={next} onPress={onNext}><Icon name="chevron" /></Button>
      </div>
    </div>
  );
}
