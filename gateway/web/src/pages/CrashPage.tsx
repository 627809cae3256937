/** The page shown instead of a broken one. */
import { Button } from 'react-aria-components';
import { BareFrame } from '../frame/BareFrame';
import { Situation } from '../frame/Situation';
import { useText } from '../language/useText';

export function CrashPage() {
  const t = useText();
  return (
    <BareFrame>
      <Situation icon="alert" title={t('crash.title')} actions={<>
        <Button className="button button-primary" onPress={() => location.reload()}>{t('crash.reload')}</Button>
        <a className="button button-outlined" href="/visits">{t('toBookings')}</a>
      </>}>
        <p>{t('crash.text')}</p>
      </Situation>
    </BareFrame>
  );
}
