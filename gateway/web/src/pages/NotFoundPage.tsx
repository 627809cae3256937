/** The page for an address that leads nowhere. */
import { Link } from '@tanstack/react-router';
import { BareFrame } from '../frame/BareFrame';
import { Situation } from '../frame/Situation';
import { useText } from '../language/useText';

export function NotFoundPage() {
  const t = useText();
  return (
    <BareFrame>
      <Situation icon="info" title={t('notFound.title')} actions={<Link className="button button-primary" to="/visits">{t('toBookings')}</Link>}>
        <p>{t('notFound.text')}</p>
      </Situation>
    </BareFrame>
  );
}
