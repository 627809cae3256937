/** Hears the gateway's news for as long as the page is shown and turns them into fresh answers. */
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { notePosition, Problem } from '../api/asking';
import type { Visit } from '../api/care';
import { getSession } from '../api/signingIn';
import { forgetEverything } from '../frame/forgetting';
import { wasIdle } from '../frame/idle/idleEnd';
import { questions, refreshVisits, sessionQuestion } from '../questions';
import type { LiveState } from './liveContext';
import { NewsFeed, type Presence, type VisitNews } from './newsFeed';

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
      onProvider: () => void questions.invalidateQueries({ queryKey: ['provider'] }),
      onResync: () => void refreshVisits(),
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

function hearVisit(news: VisitNews): void {
  notePosition(news.position, 'booking');
  void refreshVisits(news.visit_id);
}

function hearPresence({ visit_id, person_id, state }: Presence): void {
  const withPresence = (visit: Visit): Visit => {
    const others = visit.present.filter((id) => id !== person_id);
    return { ...visit, present: state === 'joined' ? [...others, person_id] : others };
  };
  questions.setQueryData<Visit>(['visit', visit_id], (visit) => visit && withPresence(visit));
  questions.setQueryData<Visit[]>(['visits'], (visits) =>
    visits?.map((visit) => (visit.id === visit_id ? withPresence(visit) : visit)));
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
