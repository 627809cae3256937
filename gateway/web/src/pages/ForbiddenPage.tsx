/** The page for something only other roles may do. */
import { Link } from '@tanstack/react-router';
import { PageFrame } from '../frame/PageFrame';
import { Situation } from '../frame/Situation';
import { useText } from '../language/useText';

export function ForbiddenPage() {
  const t = useText();
  return (
    <PageFrame>
      <Situation icon="lock" title={t('forbidden.title')} actions={<Link className="button button-primary" to="/visits">{t('toBookings')}</Link>}>
        <p>{t('forbidden.text')}</p>
      </Situation>
    </PageFrame>
  );
}
