/** Waits for a visit on behalf of its patient for as long as the page is there. */
import { useEffect } from 'react';
import { stopWaiting, waitForVisit } from '../api/waiting';
import { refreshVisits } from '../questions';
import { WaitingLease } from './WaitingLease';

export function useWaiting(visitId: string, isWaiting: boolean): void {
  useEffect(() => {
    if (!isWaiting) return undefined;
    const waitId = crypto.randomUUID();
    const lease = new WaitingLease({
      tell: () => waitForVisit(visitId, waitId),
      stop: () => stopWaiting(visitId, waitId),
      onNotWaited: () => void refreshVisits(visitId),
    });
    const hold = () => lease.hold();
    const letGo = () => lease.letGo();
    const back = () => { if (document.visibilityState === 'visible') lease.hold(); };
    // Strict mode shows everything twice; only the page that stays waits.
    const turn = setTimeout(hold, 0);
    window.addEventListener('pagehide', letGo);
    window.addEventListener('pageshow', hold);
    window.addEventListener('online', hold);
    document.addEventListener('visibilitychange', back);
    return () => {
      clearTimeout(turn);
      window.removeEventListener('pagehide', letGo);
      window.removeEventListener('pageshow', hold);
      window.removeEventListener('online', hold);
      document.removeEventListener('visibilitychange', back);
      lease.letGo();
    };
  }, [visitId, isWaiting]);
}
