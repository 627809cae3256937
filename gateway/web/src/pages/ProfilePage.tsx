/** «Min Profil»: one's own data, and the devices one is signed in on. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { Loading } from '../frame/Loading';
import { Notice } from '../frame/Notice';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { usePageTitle } from '../frame/usePageTitle';
import { useText } from '../language/useText';
import { OwnDataForm } from '../profile/OwnDataForm';
import { profileQuestion } from '../questions';
import { OwnSessions } from '../sessions/OwnSessions';

export function ProfilePage() {
  const t = useText();
  const profile = useQuery(profileQuestion);
  usePageTitle(t('profile.title'));
  return (
    <PageFrame>
      <div className="profile">
        <PageHeading>{t('profile.title')}</PageHeading>
        {profile.isPending && <Loading />}
        {profile.isError && !profile.data && (
          <Notice kind="error">
            <p>{t('profile.unavailable')}</p>
            <Button className="button button-outlined" onPress={() => void profile.refetch()}>{t('tryAgain')}</Button>
          </Notice>
        )}
        {profile.data && <OwnDataForm profile={profile.data} />}
        <OwnSessions />
      </div>
    </PageFrame>
  );
}
