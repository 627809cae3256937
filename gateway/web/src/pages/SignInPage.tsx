/** Where one signs in: BankID first, then the other ways the provider has. */
import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Method } from '../api/signingIn';
import { forgetEverything } from '../frame/forgetting';
import { Loading } from '../frame/Loading';
import { ProvidersMark } from '../frame/Mark';
import { Notice } from '../frame/Notice';
import { safeReturn } from '../frame/returning';
import { usePageTitle } from '../frame/usePageTitle';
import { LanguageSwitch } from '../language/LanguageSwitch';
import { useText } from '../language/useText';
import { methodsQuestion } from '../questions';
import { ArtPanel } from '../signin/ArtPanel';
import { BankIdSignIn } from '../signin/BankIdSignIn';
import { BrokerSignIn } from '../signin/BrokerSignIn';
import { DemoSignIn } from '../signin/DemoSignIn';
import type { Return } from '../signin/openingBankId';
import { useReturn } from '../signin/useReturn';
import { WhyHere } from '../signin/WhyHere';

export function SignInPage() {
  const t = useText();
  const methods = useQuery(methodsQuestion);
  const returned = useReturn();
  usePageTitle(t('signIn.title'));
  return (
    <div className="sign-in">
      <ArtPanel />
      <div className="sign-in-side">
        <header className="sign-in-top"><span className="only-phone"><ProvidersMark /></span><LanguageSwitch /></header>
        <main className="sign-in-form">
          <h1>{t('signIn.title')}</h1>
          <p className="lead">{t('signIn.lead')}</p>
          <WhyHere />
          {methods.data && <Ways methods={methods.data} returned={returned} />}
          {methods.isPending && <Loading />}
          {methods.isError && (
            <Notice kind="error">
              <p>{t('offline.text')}</p>
              <Button className="button button-outlined" onPress={() => void methods.refetch()}>{t('tryAgain')}</Button>
            </Notice>
          )}
        </main>
      </div>
    </div>
  );
}

function Ways({ methods, returned }: { methods: Method[]; returned: Return | null }) {
  const t = useText();
  const router = useRouter();
  const back = useSearch({ from: '/sign-in' }).back ?? '/';
  const goTo = (there: string) => {
    forgetEverything();
    void router.navigate({ href: there, replace: true });
  };
  const goBack = () => goTo(back);
  // While BankID waits, nothing else on the page asks to be pressed.
  const [isWaiting, setWaiting] = useState(false);
  const has = (id: Method['id']) => methods.some((method) => method.id === id);
  if (methods.length === 0) return <Notice kind="info"><p>{t('signIn.noMethod')}</p></Notice>;
  return (
    <>
      {has('bankid') && (
        <BankIdSignIn back={back} returned={returned} onWaiting={setWaiting}
          onSignedIn={(there) => goTo(there === null ? back : safeReturn(there))} />
      )}
      {!isWaiting && methods.filter((method) => method.id === 'oidc').map((method) => (
        <BrokerSignIn key={method.label} label={method.label} back={back} isFirst={!has('bankid')} />
      ))}
      {!isWaiting && has('demo') && <DemoSignIn onSignedIn={goBack} />}
    </>
  );
}
