/** What the dry run found: everybody may be added, or these rows must be mended first. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { cancelImport, confirmImport, type Import } from '../../api/imports';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { questions } from '../../questions';
import { adminRefusal } from '../parts/refusals';
import { BadRows } from './BadRows';
import { importQuestion } from './importQuestion';

export function DryRun({ prepared }: { prepared: Import }) {
  const t = useText();
  const navigate = useNavigate();
  const refresh = () => questions.invalidateQueries({ queryKey: importQuestion(prepared.import_id).queryKey });
  const confirming = useMutation({ mutationFn: () => confirmImport(prepared.import_id), onSettled: refresh });
  const cancelling = useMutation({
    mutationFn: () => cancelImport(prepared.import_id),
    onSuccess: () => navigate({ to: '/admin/imports' }),
    onError: refresh,
  });
  const isGood = prepared.bad_row_count === 0;
  const problem = confirming.error ?? cancelling.error;
  return (
    <>
      <section className="card admin-form">
        <dl className="figures">
          <Figure words={t('admin.import.rows')} number={prepared.rows} />
          <Figure words={t('admin.import.goodRows')} number={prepared.good_rows} />
          <Figure words={t('admin.import.badRows')} number={prepared.bad_row_count} isBad={!isGood} />
        </dl>
        {isGood && <Notice kind="info"><p>{t('admin.import.allGood')}</p></Notice>}
        {!isGood && <Notice kind="error"><p>{t('admin.import.someBad', { count: prepared.bad_row_count })}</p></Notice>}
        {problem && <Notice kind="error"><p>{adminRefusal(problem, t)}</p></Notice>}
        <div className="form-actions">
          {isGood && (
            <BusyButton className="button button-primary" isBusy={confirming.isPending} onPress={() => confirming.mutate()}>
              {prepared.role === 'patient' ? t('admin.import.confirmPatients', { count: prepared.rows }) : t('admin.import.confirmStaff', { count: prepared.rows })}
            </BusyButton>
          )}
          <BusyButton className={`button ${isGood ? 'button-outlined' : 'button-primary'}`} isBusy={cancelling.isPending} onPress={() => cancelling.mutate()}>
            {isGood ? t('admin.import.cancel') : t('admin.import.another')}
          </BusyButton>
        </div>
      </section>
      {!isGood && <BadRows rows={prepared.bad_rows} total={prepared.bad_row_count} />}
    </>
  );
}

function Figure({ words, number, isBad = false }: { words: string; number: number; isBad?: boolean }) {
  return <div className={isBad ? 'figure figure-bad' : 'figure'}><dt>{words}</dt><dd className="number">{number}</dd></div>;
}
