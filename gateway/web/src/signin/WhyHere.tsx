/** Why one meets the sign-in page: one left, nobody clicked for long, something failed, or a page asks who one is. */
import { useSearch } from '@tanstack/react-router';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';
import { failureWords } from './hintWords';

export function WhyHere() {
  const t = useText();
  const { failed, idle, left, back } = useSearch({ from: '/sign-in' });
  if (failed) return <Notice kind="error"><p>{failureWords(failed, null, t)}</p></Notice>;
  if (idle) return <Notice kind="info"><p>{t('signIn.idle')}</p></Notice>;
  if (left) return <Notice kind="done"><p>{t('signIn.signedOut')}</p></Notice>;
  if (back) return <Notice kind="info"><p>{t('signIn.firstSignIn')}</p></Notice>;
  return null;
}
