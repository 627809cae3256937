/** «Skicka igen»: one that may have been sent already is only sent again when somebody means it. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemCode } from '../../api/asking';
import { sendNoticeAgain, type SentNotice } from '../../api/notices';
import { useAnnounce } from '../../frame/Announcer';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { Question } from '../../frame/Question';
import { nameWords } from '../../language/nameWords';
import { useText, type Text } from '../../language/useText';
import { adminRefusal } from '../parts/refusals';
import { refreshSent } from './sentQuestion';

export function SendAgain({ notice }: { notice: SentNotice }) {
  const t = useText();
  const announce = useAnnounce();
  const [isAsking, setAsking] = useState(false);
  const name = nameWords(notice.person, t);
  const sending = useMutation({
    mutationFn: () => sendNoticeAgain(notice.id),
    onSuccess: async () => {
      setAsking(false);
      announce(t('sent.againDone', { name }));
      await refreshSent();
    },
  });
  const close = () => {
    setAsking(false);
    sending.reset();
  };
  const begin = () => {
    if (notice.state === 'uncertain') setAsking(true);
    else sending.mutate();
  };
  const refused = sending.isError && <Notice kind="error"><p>{againRefusal(sending.error, t)}</p></Notice>;
  return (
    <div className="action">
      <BusyButton className="button button-outlined button-small" aria-label={t('sent.againWhom', { name })} isBusy={sending.isPending && !isAsking} onPress={begin}>
        {t('sent.again')}
      </BusyButton>
      {!isAsking && refused}
      <Question isOpen={isAsking} title={t('sent.sureTitle')} confirm={t('sent.again')} refuse={t('admin.cancel')} isBusy={sending.isPending}
        onConfirm={() => sending.mutate()} onClose={close}>
        <p>{t('sent.sureText', { name })}</p>
        {refused}
      </Question>
    </div>
  );
}

function againRefusal(error: unknown, t: Text): string {
  switch (problemCode(error)) {
    case 'notice_not_failed': return t('sent.refused.notFailed');
    case 'too_late': return t('sent.refused.tooLate');
    default: return adminRefusal(error, t);
  }
}
