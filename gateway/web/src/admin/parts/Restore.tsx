/** «Återställ»: makes a removed person active again, for a reason that is kept. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useAnnounce } from '../../frame/Announcer';
import { Notice } from '../../frame/Notice';
import { Question } from '../../frame/Question';
import { useText } from '../../language/useText';
import { LongText } from './LongText';
import { adminRefusal } from './refusals';

const LONGEST_REASON = 500;

interface RestoreProps { onRestore: (reason: string) => Promise<void>; onRestored: () => void }

export function Restore(restoring: RestoreProps) {
  const t = useText();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button className="button button-outlined" onPress={() => setAsking(true)}>{t('admin.restore.button')}</Button>
      {isAsking && <RestoreQuestion {...restoring} onClose={() => setAsking(false)} />}
    </>
  );
}

function RestoreQuestion({ onRestore, onRestored, onClose }: RestoreProps & { onClose: () => void }) {
  const t = useText();
  const announce = useAnnounce();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const restoring = useMutation({
    mutationFn: onRestore,
    onSuccess: () => {
      onClose();
      announce(t('admin.restore.done'));
      onRestored();
    },
  });
  const confirm = () => (reason.trim() ? restoring.mutate(reason.trim()) : setMissing(true));
  return (
    <Question isOpen title={t('admin.restore.title')} confirm={t('admin.restore.confirm')} refuse={t('admin.cancel')}
      isBusy={restoring.isPending} onConfirm={confirm} onClose={onClose}>
      <p>{t('admin.restore.text')}</p>
      <LongText label={t('admin.restore.reason')} help={t('admin.restore.reasonHelp')} value={reason} longest={LONGEST_REASON}
        fault={isMissing && !reason.trim() ? t('admin.restore.reasonMissing') : undefined} onChange={setReason} />
      {restoring.isError && <Notice kind="error"><p>{adminRefusal(restoring.error, t)}</p></Notice>}
    </Question>
  );
}
