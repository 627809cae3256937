/** Hears the gateway's news for as long as the page is shown and turns them into fresh answers. */
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { notePosition, Problem } from '../api/asking';
import { getSession } from '../api/signingIn';
import { forgetEverything } from '../frame/forgetting';
import { wasIdle } from '../frame/idle/idleEnd';
import { refreshNotices } from '../notices/noticeQuestions';
import { questions, refreshVisits, sessionQuestion } from '../questions';
import type { LiveState } from './liveContext';
import { NewsFeed, type VisitNews } from './newsFeed';
import { tellPresence, withPresence, type Presence } from './presence';

export function useLiveUpdates(): LiveState {
  const router = useRouter();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    const leave = () => {
      const search = whyOut();
      forgetEverything();
      void router.navigate({ to: '/sign-in', search, replace: true, ignoreBlocker: true });
    };
    const feed = new NewsFeed({
      open: () => new EventSource('/api/live'),
      onState: setState,
      onVisit: hearVisit,
      onPresence: hearPresence,
      onNotice: ({ position }) => {
        notePosition(position, 'notifications');
        void refreshNotices();
      },
      onProvider: () => void questions.invalidateQueries({ queryKey: ['provider'] }),
      onResync: () => {
        void refreshVisits();
        void refreshNotices();
      },
      onSignedOut: leave,
      isStillWelcome: askSession,
    });
    const wake = () => feed.reconnectNow();
    window.addEventListener('online', wake);
    return () => {
      window.removeEventListener('online', wake);
      feed.close();
    };
  }, [router]);
  return state;
}

/** Signed out by oneself or from elsewhere, unless nobody had clicked for so long. */
const whyOut = () => (wasIdle() ? { idle: true as const } : { left: true as const });

/** What becomes of a small group shows in the visit it came out of, too. */
function hearVisit({ visit_id, origin_id, position }: VisitNews): void {
  notePosition(position, 'booking');
  void refreshVisits(visit_id);
  if (origin_id) void refreshVisits(origin_id);
}

function hearPresence(presence: Presence): void {
  for (const queryKey of [['visit'], ['visits']]) {
    questions.setQueriesData({ queryKey }, (answer) => withPresence(answer, presence));
  }
  tellPresence(presence);
}

/** False only when the gateway itself says that nobody is signed in. */
async function askSession(): Promise<boolean> {
  try {
    questions.setQueryData(sessionQuestion.queryKey, await getSession());
    return true;
  } catch (problem) {
    return !(problem instanceof Problem && problem.code === 'not_signed_in');
  }
}
