/** A rearrangement at work, which can be stopped: what is done stays done. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import { stopRearrangement, type Rearrangement } from '../../api/rearranging';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { questions } from '../../questions';
import { progress } from '../imports/importFile';
import { adminRefusal } from '../parts/refusals';
import { rearrangementQuestion } from './rearrangementQuestion';

export function RearrangementRunning({ running }: { running: Rearrangement }) {
  const t = useText();
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  const stopping = useMutation({
    mutationFn: () => stopRearrangement(running.id),
    onSuccess: () => questions.invalidateQueries({ queryKey: rearrangementQuestion(running.id).queryKey }),
  });
  const percent = progress(running.handled, running.total);
  return (
    <section ref={place} tabIndex={-1} aria-label={t('rearrange.running')} className="card admin-form takes-focus">
      <ProgressBar value={percent} className="progress">
        <Label className="field-label">{t('rearrange.running')}</Label>
        <div className="progress-track"><div className="progress-done" style={{ inlineSize: `${percent}%` }} /></div>
      </ProgressBar>
      <p className="number">{t('rearrange.handled', { handled: running.handled, total: running.total })}</p>
      <p className="field-help">{t('rearrange.mayLeave')}</p>
      {stopping.isError && <Notice kind="error"><p>{adminRefusal(stopping.error, t)}</p></Notice>}
      <div className="form-actions">
        <BusyButton className="button button-outlined" isBusy={stopping.isPending} onPress={() => stopping.mutate()}>{t('rearrange.stop')}</BusyButton>
      </div>
    </section>
  );
}
