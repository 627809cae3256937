/** «Ordna om besök»: what becomes of the visits of a colleague who is away, tried before it is done (BOK-6). */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Problem, problemCode } from '../../api/asking';
import { previewRearrangement, type Plan, type Preview } from '../../api/rearranging';
import type { Profile } from '../../api/people';
import { Loading } from '../../frame/Loading';
import { Notice } from '../../frame/Notice';
import { PageHeading } from '../../frame/PageHeading';
import { Situation } from '../../frame/Situation';
import { usePageTitle } from '../../frame/usePageTitle';
import { personnummerWords } from '../../language/personnummerWords';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { AdminFrame } from '../frame/AdminFrame';
import { Unavailable } from '../parts/Unavailable';
import { personQuestion } from '../person/personQuestion';
import { EMPTY_PLAN, periodOf, planOf, type PlanDraft } from './planDraft';
import { PlanForm } from './PlanForm';
import { planRefusal } from './planRefusal';
import { Previewed } from './Previewed';

export function RearrangePage() {
  const { personId } = useParams({ strict: false });
  return <AdminFrame><OfPerson key={personId} personId={personId ?? ''} /></AdminFrame>;
}

function OfPerson({ personId }: { personId: string }) {
  const t = useText();
  const person = useQuery(personQuestion(personId));
  usePageTitle(t('rearrange.title'));
  if (person.isPending) return <Loading />;
  if (person.data) return <Rearranging person={person.data} />;
  return isUnknown(person.error) ? <UnknownColleague /> : <Unavailable error={person.error} onRetry={() => void person.refetch()} />;
}

function Rearranging({ person }: { person: Profile }) {
  const t = useText();
  const place = useRef<HTMLElement>(null);
  const [draft, setDraft] = useState<PlanDraft>(EMPTY_PLAN);
  const trying = useMutation({
    mutationFn: async (asked: PlanDraft): Promise<{ plan: Plan; preview: Preview }> => {
      const [plan, { since, until }] = [planOf(person.id, asked), periodOf(asked)];
      return { plan, preview: await previewRearrangement(plan, since, until) };
    },
  });
  useEffect(() => {
    if (trying.data) place.current?.focus();
  }, [trying.data]);
  const change = (next: PlanDraft) => {
    setDraft(next);
    // What was shown was of another plan; the reason alone changes nothing of it.
    if (next.reason === draft.reason) trying.reset();
  };
  return (
    <div className="rearranging">
      <Link to="/admin/bookings/{-$tab}" params={{ tab: 'future' }} className="back-link"><Icon name="back" />{t('our.futureTitle')}</Link>
      <PageHeading>{t('rearrange.titleOf', { name: person.name })}</PageHeading>
      <p className="lead number">{personnummerWords(person.personnummer)}</p>
      <p className="lead">{t('rearrange.lead')}</p>
      <PlanForm draft={draft} personId={person.id} isBusy={trying.isPending} onChange={change} onTry={() => trying.mutate(draft)} />
      {trying.isError && <Notice kind="error"><p>{planRefusal(trying.error, t)}</p></Notice>}
      {trying.data && <Previewed key={trying.submittedAt} place={place} {...trying.data} reason={draft.reason.trim()} substitute={draft.substitute} />}
    </div>
  );
}

function UnknownColleague() {
  const t = useText();
  return (
    <Situation icon="info" title={t('admin.unknown.title')}
      actions={<Link className="button button-primary" to="/admin/bookings/{-$tab}" params={{ tab: 'future' }}>{t('our.futureTitle')}</Link>}>
      <p>{t('admin.unknown.text')}</p>
    </Situation>
  );
}

const isUnknown = (error: unknown) =>
  problemCode(error) === 'person_unknown' || (error instanceof Problem && (error.status === 404 || error.status === 422));
