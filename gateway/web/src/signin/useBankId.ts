/** Signing in with BankID as the page holds it: the attempt, the way chosen, and what one can do about it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { beginBankId, cancelBankId, collectBankId } from '../api/signingIn';
import { useLanguage } from '../language/LanguageProvider';
import { BankIdAttempt, type Attempt } from './BankIdAttempt';
import type { Way } from './hintWords';
import { addressOfApp, addressToReturnTo, attemptIn, thisDevice } from './openingBankId';

export interface BankId {
  attempt: Attempt | null;
  /** Whether one has been here before, so that the focus stays where one was at work. */
  hasTried: boolean;
  way: Way;
  /** The address that opens the app here, once the order is there. */
  appAddress: string | null;
  begin: (way: Way) => void;
  cancel: () => void;
}

export function useBankId(onSignedIn: () => void): BankId {
  const { language } = useLanguage();
  const [way, setWay] = useState<Way>('here');
  const [appAddress, setAppAddress] = useState<string | null>(null);
  const [hasTried, setTried] = useState(false);
  const { attempt, running, start, clear } = useAttempt(onSignedIn);

  useEffect(() => {
    const attemptId = attemptIn(location.hash);
    if (!attemptId) return;
    forgetFragment();
    start().resume(attemptId);
  }, [start]);

  const begin = (chosen: Way) => {
    setWay(chosen);
    setTried(true);
    setAppAddress(null);
    const begun = start({ begin: () => beginBankId(language), collect: collectBankId, cancel: cancelBankId });
    void begun.begin().then((order) => {
      if (!order) return;
      const address = addressOfApp(order.auto_start_token, thisDevice(), addressToReturnTo(location.href, order.attempt_id));
      setAppAddress(address);
      if (chosen === 'here') location.assign(address);
    });
  };
  const cancel = () => {
    void running.current?.cancel();
    clear();
  };
  return { attempt, hasTried, way, appAddress, begin, cancel };
}

const GATEWAY = { begin: () => beginBankId('sv'), collect: collectBankId, cancel: cancelBankId };

function useAttempt(onSignedIn: () => void) {
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const running = useRef<BankIdAttempt | null>(null);
  const signedIn = useRef(onSignedIn);
  signedIn.current = onSignedIn;

  const start = useCallback((gateway = GATEWAY) => {
    running.current?.close();
    const begun = new BankIdAttempt(gateway, (now) => {
      setAttempt(now);
      if (now.phase === 'complete') signedIn.current();
    });
    running.current = begun;
    return begun;
  }, []);
  const clear = useCallback(() => setAttempt(null), []);

  useEffect(() => {
    const lookAgain = () => { if (document.visibilityState === 'visible') void running.current?.collectNow(); };
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      running.current?.close();
    };
  }, []);
  return { attempt, running, start, clear };
}

/** The attempt in the address has done its work; reloading must not bring it back. */
function forgetFragment(): void {
  history.replaceState(history.state, '', location.pathname + location.search);
}
