/** Support's access while it is open: until when, who opened it and why, and the way to end it now. */
import { useMutation } from '@tanstack/react-query';
import { closeSupport, type SupportWindow } from '../../api/support';
import { useAnnounce } from '../../frame/Announcer';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { nameWords } from '../../language/nameWords';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { questions } from '../../questions';
import { adminRefusal } from '../parts/refusals';
import { supportQuestion } from './supportQuestion';

export function SupportIsOpen({ window }: { window: SupportWindow }) {
  const t = useText();
  const dates = useDates();
  const announce = useAnnounce();
  const closing = useMutation({
    mutationFn: closeSupport,
    onSuccess: () => announce(t('admin.support.closed')),
    onSettled: () => questions.invalidateQueries({ queryKey: supportQuestion.queryKey }),
  });
  return (
    <section className="card support-open">
      <div className="strip"><span className="strip-words"><span className="dot" />{t('admin.support.isOpen', { until: dates.moment(window.ends_at) })}</span></div>
      <div className="admin-form">
        <p>{t('admin.support.openedBy', { name: nameWords(window.opened_by, t), when: dates.moment(window.opened_at) })}</p>
        <p>{t('admin.support.forReason', { reason: window.reason })}</p>
        {closing.isError && <Notice kind="error"><p>{adminRefusal(closing.error, t)}</p></Notice>}
        <div className="form-actions">
          <BusyButton className="button button-danger" isBusy={closing.isPending} onPress={() => closing.mutate()}>{t('admin.support.close')}</BusyButton>
        </div>
      </div>
    </section>
  );
}
