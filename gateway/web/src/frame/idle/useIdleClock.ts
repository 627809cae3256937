/** Runs the idle clock for a signed-in person: listens for clicks and keys, and talks with the other tabs. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '../../api/asking';
import { getSession, tellClick } from '../../api/signingIn';
import { noteIdleEnd } from './idleEnd';
import { IdleClock } from './IdleClock';

const CHANNEL = 'careplatform.idle';
const CLICKS = ['pointerdown', 'keydown'] as const;

export interface IdleWarning { endsAt: number; stay: () => Promise<void> }

/** The warning while there is one. `idleEndsAt` is what the session said when it was read. */
export function useIdleClock(idleEndsAt: string | null, onOver: () => void): IdleWarning | null {
  const [endsAt, setEndsAt] = useState<number | null>(null);
  const clock = useRef<IdleClock | null>(null);
  const over = useRef(onOver);
  over.current = onOver;

  useEffect(() => {
    const others = openChannel();
    const running = new IdleClock({
      readEnd, tellClick: async () => {
        const end = momentOf(await tellClick());
        others?.postMessage(end);
        return end;
      },
      onEnd: noteIdleEnd,
      onWarning: setEndsAt,
      onCalm: () => setEndsAt(null),
      onOver: () => over.current(),
    });
    clock.current = running;
    const silence = listen(running, others);
    return () => {
      silence();
      running.close();
      others?.close();
    };
  }, []);

  useEffect(() => clock.current?.learn(momentOf(idleEndsAt)), [idleEndsAt]);

  const stay = useCallback(async () => { await clock.current?.stay(); }, []);
  return endsAt === null ? null : { endsAt, stay };
}

function listen(clock: IdleClock, others: BroadcastChannel | null): () => void {
  const note = () => clock.noteClick();
  const wake = () => { if (document.visibilityState === 'visible') void clock.look(); };
  const hear = (event: MessageEvent<number | null>) => clock.learn(event.data);
  CLICKS.forEach((click) => window.addEventListener(click, note, { capture: true, passive: true }));
  document.addEventListener('visibilitychange', wake);
  others?.addEventListener('message', hear);
  return () => {
    CLICKS.forEach((click) => window.removeEventListener(click, note, { capture: true }));
    document.removeEventListener('visibilitychange', wake);
  };
}

async function readEnd(): Promise<number | null | 'over'> {
  try {
    return momentOf((await getSession()).idle_ends_at);
  } catch (problem) {
    if (problem instanceof Problem && problem.code === 'not_signed_in') return 'over';
    throw problem;
  }
}

const momentOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

/** Old browsers have no channel between tabs; they ask the gateway a little later instead. */
const openChannel = (): BroadcastChannel | null => (typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL));
