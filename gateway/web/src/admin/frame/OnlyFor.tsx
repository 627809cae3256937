/** Says whom a page is for, to somebody else. */
import { Link } from '@tanstack/react-router';
import { PageFrame } from '../../frame/PageFrame';
import { Situation } from '../../frame/Situation';
import { useText } from '../../language/useText';

export function OnlyFor({ whom }: { whom: 'administrators' | 'support' }) {
  const t = useText();
  return (
    <PageFrame>
      <Situation icon="lock" title={t('forbidden.title')} actions={<Link className="button button-primary" to="/">{t('admin.leave')}</Link>}>
        <p>{whom === 'administrators' ? t('admin.onlyAdministrators') : t('admin.onlySupport')}</p>
      </Situation>
    </PageFrame>
  );
}
