/** Signing in with BankID as the page holds it: the attempt, the way chosen, and what one can do about it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { beginBankId, cancelBankId, collectBankId, getSession } from '../api/signingIn';
import { useLanguage } from '../language/LanguageProvider';
import { BankIdAttempt, type Attempt, type BankIdGateway } from './BankIdAttempt';
import type { Way } from './hintWords';
import { addressOfApp, thisDevice, type Return } from './openingBankId';

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

/** Where one is led once signed in; unknown to a page that did not hear the end itself. */
export type SignedIn = (back: string | null) => void;

export interface Asked { back: string; returned: Return | null; onSignedIn: SignedIn }

export function useBankId({ back, returned, onSignedIn }: Asked): BankId {
  const { language } = useLanguage();
  const [way, setWay] = useState<Way>('here');
  const [appAddress, setAppAddress] = useState<string | null>(null);
  const [hasTried, setTried] = useState(false);
  const { attempt, running, start, clear } = useAttempt(onSignedIn);

  useEffect(() => {
    if (returned) start(NEVER_BEGUN).comeBack(returned.attemptId, returned.nonce);
  }, [start, returned]);

  const begin = (chosen: Way) => {
    setWay(chosen);
    setTried(true);
    setAppAddress(null);
    const begun = start({ ...GATEWAY, begin: () => beginBankId(language, chosen === 'here', back) });
    void begun.begin().then((order) => {
      if (!order?.auto_start_token) return;
      const address = addressOfApp(order.auto_start_token, thisDevice());
      setAppAddress(address);
      location.assign(address);
    });
  };
  const cancel = () => {
    void running.current?.cancel();
    clear();
  };
  return { attempt, hasTried, way, appAddress, begin, cancel };
}

const GATEWAY = {
  collect: collectBankId,
  cancel: cancelBankId,
  session: () => getSession().then((session) => session.session_id, () => null),
};
const NEVER_BEGUN: BankIdGateway = { ...GATEWAY, begin: () => Promise.reject(new Error('begun in another page')) };

function useAttempt(onSignedIn: SignedIn) {
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const running = useRef<BankIdAttempt | null>(null);
  const signedIn = useRef(onSignedIn);
  signedIn.current = onSignedIn;

  const start = useCallback((gateway: BankIdGateway) => {
    running.current?.close();
    const begun = new BankIdAttempt(gateway, (now) => {
      setAttempt(now);
      if (now.phase === 'complete') signedIn.current(now.back);
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
