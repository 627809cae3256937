/** Tells staff that somebody has begun to wait, wherever in the pages they are: in a sentence, and with a sound on request. */
import { useEffect, useRef } from 'react';
import type { Visit } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { onPresence } from '../live/presence';
import { questions, visitQuestion } from '../questions';
import { now } from '../time/clock';
import { isStaffIn } from '../visits/standing';
import { awaitTouch, chime } from './chime';
import { NewlyWaiting } from './newlyWaiting';
import { isSoundOn, useSoundChoice } from './soundChoice';
import { waitingWords } from './waitingIn';
import { forgetWaiting, noteNotWaiting, noteWaiting } from './waitingNow';

export function WaitingWatch() {
  return useMe().roles.includes('staff') ? <StaffWatch /> : null;
}

function StaffWatch() {
  const t = useText();
  const me = useMe();
  const announce = useAnnounce();
  const heard = useRef(new NewlyWaiting());
  const wantsSound = useSoundChoice();
  useEffect(() => (wantsSound ? awaitTouch() : undefined), [wantsSound]);
  useEffect(() => forgetWaiting, []);
  useEffect(() => {
    const tell = (visit: Visit, personId: string, isNews: boolean) => {
      const person = visit.patients.find(({ id }) => id === personId);
      if (!person || visit.state !== 'booked' || !isStaffIn(visit, me)) return;
      noteWaiting(visit, person);
      if (!isNews) return;
      announce(t('waiting.announcement', { who: waitingWords([person], t), name: visit.name }));
      if (isSoundOn()) chime();
    };
    return onPresence((presence) => {
      const { visit_id, person_id, state } = presence;
      if (state !== 'waiting') return noteNotWaiting(presence);
      const isNews = heard.current.hear(visit_id, person_id, now());
      void knownVisit(visit_id).then((visit) => tell(visit, person_id, isNews), () => undefined);
    });
  }, [announce, t, me]);
  return null;
}

/** As it was last read, when it was; its people seldom change between. */
const knownVisit = (visitId: string): Promise<Visit> => questions.ensureQueryData(visitQuestion(visitId));
