/** «Inloggade enheter»: where one is signed in, and the way to sign out there. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { signOutOthers, signOutSession, type OwnSession } from '../api/signingIn';
import { useAnnounce } from '../frame/Announcer';
import { Loading } from '../frame/Loading';
import { Notice } from '../frame/Notice';
import { Question } from '../frame/Question';
import { useText } from '../language/useText';
import { ownSessionsQuestion, questions } from '../questions';
import { SessionRow } from './SessionRow';

type Asked = OwnSession | 'others' | null;

export function OwnSessions() {
  const t = useText();
  const sessions = useQuery(ownSessionsQuestion);
  return (
    <section className="visit-group" aria-labelledby="sessions-heading">
      <h2 id="sessions-heading">{t('sessions.title')}</h2>
      <p className="group-help">{t('sessions.text')}</p>
      {sessions.isPending && <Loading />}
      {sessions.isError && !sessions.data && (
        <Notice kind="error">
          <p>{t('sessions.unavailable')}</p>
          <Button className="button button-outlined" onPress={() => void sessions.refetch()}>{t('tryAgain')}</Button>
        </Notice>
      )}
      {sessions.data && <SessionList sessions={sessions.data} />}
    </section>
  );
}

function SessionList({ sessions }: { sessions: OwnSession[] }) {
  const t = useText();
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const ending = useEnding(close);
  const ordered = [...sessions].sort((one, other) => Number(other.is_current) - Number(one.is_current));
  return (
    <>
      {ending.isError && <Notice kind="error"><p>{t('sessions.failed')}</p></Notice>}
      <ul className="card rows">
        {ordered.map((session) => <SessionRow key={session.id} session={session} onSignOut={() => setAsked(session)} />)}
      </ul>
      {sessions.length > 1 && (
        <Button className="button button-outlined sessions-all" onPress={() => setAsked('others')}>{t('sessions.others')}</Button>
      )}
      <Question isOpen={asked !== null} isDanger isBusy={ending.isPending}
        title={asked === 'others' ? t('sessions.othersTitle') : t('sessions.oneTitle')}
        confirm={asked === 'others' ? t('sessions.others') : t('sessions.signOut')} refuse={t('sessions.keep')}
        onConfirm={() => { if (asked) ending.mutate(asked); }} onClose={close}>
        <p>{t('sessions.question')}</p>
      </Question>
    </>
  );
}

function useEnding(onDone: () => void) {
  const t = useText();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: async (asked: OwnSession | 'others') => {
      if (asked === 'others') await signOutOthers();
      else await signOutSession(asked.id);
    },
    onSuccess: () => announce(t('sessions.done')),
    onSettled: async () => {
      await questions.invalidateQueries({ queryKey: ownSessionsQuestion.queryKey });
      onDone();
    },
  });
}
