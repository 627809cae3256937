/** Opens support's access for some hours, for a reason. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { openSupport } from '../../api/support';
import { focusFirstFault } from '../../forms/focusFirstFault';
import { useAnnounce } from '../../frame/Announcer';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { questions } from '../../questions';
import { Choice } from '../parts/Choice';
import { LongText } from '../parts/LongText';
import { adminRefusal } from '../parts/refusals';
import { supportQuestion } from './supportQuestion';

const HOURS = [1, 2, 4, 8, 24];
const LONGEST_REASON = 500;

export function OpenSupport() {
  const t = useText();
  const announce = useAnnounce();
  const form = useRef<HTMLFormElement>(null);
  const [windowId] = useState(() => crypto.randomUUID());
  const [hours, setHours] = useState('2');
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const opening = useMutation({
    mutationFn: () => openSupport(windowId, Number(hours), reason.trim()),
    onSuccess: () => announce(t('admin.support.opened')),
    onSettled: () => questions.invalidateQueries({ queryKey: supportQuestion.queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!reason.trim());
    if (!reason.trim()) focusFirstFault(form.current);
    else if (!opening.isPending) opening.mutate();
  };
  return (
    <form ref={form} className="card admin-form" onSubmit={submit} noValidate>
      <div className="group-head"><h2>{t('admin.support.closedTitle')}</h2><p>{t('admin.support.closedText')}</p></div>
      <SupportMay />
      <div className="number-field">
        <Choice label={t('admin.support.hours')} chosen={hours} onChoose={setHours}
          options={HOURS.map((count) => ({ id: String(count), words: t('admin.support.hoursCount', { count }) }))} />
      </div>
      <LongText label={t('admin.support.reason')} help={t('admin.support.reasonHelp')} value={reason} longest={LONGEST_REASON}
        fault={isMissing && !reason.trim() ? t('admin.support.reasonMissing') : undefined} onChange={setReason} />
      {opening.isError && <Notice kind="error"><p>{adminRefusal(opening.error, t)}</p></Notice>}
      <div className="form-actions">
        <BusyButton type="submit" className="button button-primary" isBusy={opening.isPending}>{t('admin.support.open')}</BusyButton>
      </div>
    </form>
  );
}

function SupportMay() {
  const t = useText();
  return (
    <ul className="plain-list">
      <li>{t('admin.support.mayFind')}</li>
      <li>{t('admin.support.mayRestore')}</li>
      <li>{t('admin.support.mayNot')}</li>
      <li>{t('admin.support.isNoted')}</li>
    </ul>
  );
}
