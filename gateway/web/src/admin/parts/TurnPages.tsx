/** «Föregående» and «Nästa» below a page of a list. */
import { Button } from 'react-aria-components';
import { useText } from '../../language/useText';

interface TurnPagesProps { isFirst: boolean; isLast: boolean; isOld: boolean; onPrevious: () => void; onNext: () => void }

export function TurnPages({ isFirst, isLast, isOld, onPrevious, onNext }: TurnPagesProps) {
  const t = useText();
  return (
    <>
      <Button className="button button-outlined button-small" isDisabled={isFirst} onPress={onPrevious}>{t('admin.previous')}</Button>
      <Button className="button button-outlined button-small" isDisabled={isLast || isOld} onPress={onNext}>{t('admin.next')}</Button>
    </>
  );
}
