/** Where one signs in; in the demo by picking one of the demo's people. */
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import { DemoSignIn } from '../signin/DemoSignIn';
import { Loading } from '../frame/Loading';
import { Mark } from '../frame/Mark';
import { Notice } from '../frame/Notice';
import { usePageTitle } from '../frame/usePageTitle';
import { LanguageSwitch } from '../language/LanguageSwitch';
import { useText } from '../language/useText';
import { providerQuestion } from '../questions';
import { ArtPanel } from '../signin/ArtPanel';

export function SignInPage() {
  const t = useText();
  const { left, back } = useSearch({ from: '/sign-in' });
  const provider = useQuery(providerQuestion);
  const name = provider.data?.name ?? '';
  usePageTitle(t('signIn.title'));
  return (
    <div className="sign-in">
      <ArtPanel name={name} />
      <div className="sign-in-side">
        <header className="sign-in-top"><span className="only-phone"><Mark name={name} /></span><LanguageSwitch /></header>
        <main className="sign-in-form">
          <h1>{t('signIn.title')}</h1>
          <p className="lead">{t('signIn.lead')}</p>
          {left && <Notice kind="done"><p>{t('signIn.signedOut')}</p></Notice>}
          {back && !left && <Notice kind="info"><p>{t('signIn.firstSignIn')}</p></Notice>}
          {provider.data?.demo && <DemoSignIn back={back ?? '/'} />}
          {provider.data && !provider.data.demo && <Notice kind="info"><p>{t('signIn.noMethod')}</p></Notice>}
          {provider.isPending && <Loading />}
          {provider.isError && (
            <Notice kind="error">
              <p>{t('offline.text')}</p>
              <Button className="button button-outlined" onPress={() => void provider.refetch()}>{t('tryAgain')}</Button>
            </Notice>
          )}
        </main>
      </div>
    </div>
  );
}
