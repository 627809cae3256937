/** Signing in through the provider's broker, usually with the staff's own cards; the broker's page takes over. */
import { useMutation } from '@tanstack/react-query';
import { problemCode, Problem } from '../api/asking';
import { beginOidc } from '../api/signingIn';
import { BusyButton } from '../frame/BusyButton';
import { Notice } from '../frame/Notice';
import { useLanguage } from '../language/LanguageProvider';
import { useText } from '../language/useText';
import { failureWords } from './hintWords';

interface BrokerSignInProps { label: string | null; back: string; isFirst: boolean }

export function BrokerSignIn({ label, back, isFirst }: BrokerSignInProps) {
  const t = useText();
  const { language } = useLanguage();
  const going = useMutation({
    mutationFn: () => beginOidc(back, language),
    onSuccess: (url) => { if (/^https?:\/\//.test(url)) location.assign(url); },
  });
  const wait = going.error instanceof Problem ? going.error.waitSeconds : null;
  return (
    <section aria-labelledby="broker-heading" className="sign-in-way">
      <h2 id="broker-heading" className="sign-in-divider">{t('oidc.title')}</h2>
      {going.isError && <Notice kind="error"><p>{failureWords(problemCode(going.error), wait, t)}</p></Notice>}
      <BusyButton className={`button button-wide ${isFirst ? 'button-primary' : 'button-outlined'}`}
        isBusy={going.isPending || going.isSuccess} onPress={() => going.mutate()}>
        {label ? t('oidc.with', { label }) : t('oidc.staff')}
      </BusyButton>
    </section>
  );
}
