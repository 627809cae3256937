/** «Du loggas snart ut»: the warning before a forgotten page signs its person out (WCAG 2.2.1). */
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { signOut, type Session } from '../../api/signingIn';
import { useText } from '../../language/useText';
import { noticeSignedOut } from '../../questions';
import { useNow } from '../../time/useNow';
import { BusyButton } from '../BusyButton';
import { forgetEverything } from '../forgetting';
import { face, saidSeconds } from './countdown';
import { useIdleClock, type IdleWarning } from './useIdleClock';

export function IdleWatch({ session }: { session: Session }) {
  const warning = useIdleClock(session.idle_ends_at, noticeSignedOut);
  return warning && <Warning warning={warning} />;
}

function Warning({ warning }: { warning: IdleWarning }) {
  const t = useText();
  const [isStaying, setStaying] = useState(false);
  const { isLeaving, leave } = useLeaving();
  useTitleWhileShown(t('idle.title'));
  const stay = () => {
    setStaying(true);
    void warning.stay().finally(() => setStaying(false));
  };
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => { if (!open) stay(); }}>
      <Modal className="dialog-box">
        <Dialog role="alertdialog" className="dialog" aria-describedby="idle-text">
          <Heading slot="title" className="dialog-title">{t('idle.title')}</Heading>
          <div className="dialog-body">
            <p id="idle-text">{t('idle.text')}</p>
            <TimeLeft endsAt={warning.endsAt} />
          </div>
          <div className="dialog-actions">
            <BusyButton className="button button-primary" autoFocus isBusy={isStaying} onPress={stay}>{t('idle.stay')}</BusyButton>
            <BusyButton className="button button-outlined" isBusy={isLeaving} onPress={leave}>{t('idle.leave')}</BusyButton>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function TimeLeft({ endsAt }: { endsAt: number }) {
  const t = useText();
  const left = endsAt - useNow(1_000);
  const said = saidSeconds(left);
  return (
    <>
      <p className="clock idle-clock" aria-hidden="true">{face(left)}</p>
      <p className="for-screen-readers" aria-live="polite">{said !== null && t('idle.secondsLeft', { seconds: said })}</p>
    </>
  );
}

function useLeaving() {
  const router = useRouter();
  const [isLeaving, setLeaving] = useState(false);
  const leave = () => {
    setLeaving(true);
    // Also without an answer nothing may stay on the screen; the session ends by itself in a moment.
    void signOut().catch(() => undefined).finally(() => {
      void router.navigate({ to: '/sign-in', search: { left: true }, replace: true, ignoreBlocker: true }).then(forgetEverything);
    });
  };
  return { isLeaving, leave };
}

/** A forgotten tab says in its title what is about to happen. */
function useTitleWhileShown(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => { document.title = before; };
  }, [title]);
}
