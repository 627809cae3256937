/** What a plan would do, visit by visit, with boxes to leave some out, and the step that does it. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type RefObject } from 'react';
import { Button } from 'react-aria-components';
import { problemCode } from '../../api/asking';
import type { Participant } from '../../api/people';
import { startRearrangement, type Plan, type Preview } from '../../api/rearranging';
import { Notice } from '../../frame/Notice';
import { Question } from '../../frame/Question';
import { useMe } from '../../frame/SignedIn';
import { useText, type Text } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { chosenAtFirst } from './chosenAtFirst';
import { planRefusal } from './planRefusal';
import { peopleTold } from './peopleTold';
import { consequenceWords, planWords } from './planWords';
import { PreviewTable } from './PreviewTable';

interface PreviewedProps { place: RefObject<HTMLElement | null>; plan: Plan; preview: Preview; reason: string; substitute: Participant | null }

export function Previewed({ place, plan, preview, reason, substitute }: PreviewedProps) {
  const t = useText();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => chosenAtFirst(preview.visits));
  const me = useMe().id;
  const [isAsking, setAsking] = useState(false);
  const { starting, start } = useStarting(plan, reason);
  const planned = preview.visits.filter(({ visit }) => chosen.has(visit.id));
  const told = peopleTold(planned.map(({ visit }) => visit), plan, me);
  const close = () => {
    setAsking(false);
    starting.reset();
  };
  if (preview.visits.length === 0) return <NothingToDo place={place} />;
  return (
    <section ref={place} tabIndex={-1} className="previewed takes-focus" aria-labelledby="preview-heading">
      <div className="group-head">
        <h2 id="preview-heading">{t('rearrange.preview', { count: preview.visits.length })}</h2>
        <p>{t('rearrange.previewHelp')}</p>
      </div>
      {preview.has_more && <Notice kind="info"><p>{t('rearrange.hasMore', { count: preview.visits.length })}</p></Notice>}
      <PreviewTable visits={preview.visits} action={plan.action} chosen={chosen} onChoose={setChosen} />
      <div className="form-actions preview-do">
        <Button className={`button ${plan.action === 'cancel' ? 'button-danger' : 'button-primary'}`} isDisabled={planned.length === 0} onPress={() => setAsking(true)}>
          {doWords(plan, planned.length, t)}
        </Button>
        <p role="status">{t('rearrange.chosen', { count: planned.length, total: preview.visits.length })}</p>
      </div>
      <Question isOpen={isAsking} isDanger={plan.action === 'cancel'} title={titleWords(plan, planned.length, t)} confirm={doWords(plan, planned.length, t)}
        refuse={t('admin.cancel')} isBusy={starting.isPending} onConfirm={() => start([...chosen])} onClose={close}>
        <p>{planWords({ action: plan.action, substitute, days: plan.shift_days }, t)} {consequenceWords(plan, t)}</p>
        <p><strong>{t('rearrange.told', { ...told, count: told.patients + told.colleagues })}</strong></p>
        {starting.isError && <Notice kind="error"><p>{planRefusal(starting.error, t)}</p></Notice>}
      </Question>
    </section>
  );
}

/** The id is made once, so that asking again after a lost answer does it once. */
function useStarting(plan: Plan, reason: string) {
  const navigate = useNavigate();
  const [id, setId] = useState(() => crypto.randomUUID());
  const starting = useMutation({
    mutationFn: (visitIds: string[]) => startRearrangement(id, plan, visitIds, reason),
    onSuccess: () => navigate({ to: '/admin/rearrangements/$rearrangementId', params: { rearrangementId: id } }),
    onError: (problem) => {
      // The answer was lost and then something else was chosen: what was asked first shows at its own address.
      if (problemCode(problem) === 'id_taken') setId(crypto.randomUUID());
    },
  });
  return { starting, start: (visitIds: string[]) => starting.mutate(visitIds) };
}

function NothingToDo({ place }: Pick<PreviewedProps, 'place'>) {
  const t = useText();
  return (
    <section ref={place} tabIndex={-1} className="card empty takes-focus">
      <span className="situation-icon"><Icon name="calendar" /></span>
      <h2>{t('rearrange.nothing')}</h2>
      <p>{t('rearrange.nothingHelp')}</p>
    </section>
  );
}

function doWords({ action }: Plan, count: number, t: Text): string {
  if (action === 'replace') return t('rearrange.do.replace', { count });
  return action === 'move' ? t('rearrange.do.move', { count }) : t('rearrange.do.cancel', { count });
}

function titleWords({ action }: Plan, count: number, t: Text): string {
  if (action === 'replace') return t('rearrange.sure.replace', { count });
  return action === 'move' ? t('rearrange.sure.move', { count }) : t('rearrange.sure.cancel', { count });
}
