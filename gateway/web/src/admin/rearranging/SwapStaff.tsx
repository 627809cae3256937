/** «Byt vårdpersonal» in one visit: another colleague in the place of one who is away (BOK-6). */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { changeVisit, findOverlaps } from '../../api/booking';
import type { Visit } from '../../api/care';
import type { Participant } from '../../api/people';
import { useAnnounce } from '../../frame/Announcer';
import { Notice } from '../../frame/Notice';
import { Question } from '../../frame/Question';
import { useDates } from '../../language/useDates';
import { nameWords } from '../../language/nameWords';
import { useText } from '../../language/useText';
import { refreshVisits } from '../../questions';
import { ColleagueField } from './ColleagueField';
import { planRefusal } from './planRefusal';
import { ReasonField } from './ReasonField';
import { swapped } from './swapped';

interface SwapStaffProps { visit: Visit; leavingId: string | undefined; onClose: () => void }

export function SwapStaff({ visit, leavingId, onClose }: SwapStaffProps) {
  const t = useText();
  const dates = useDates();
  const [leaving, setLeaving] = useState(visit.staff.find((person) => person.id === leavingId)?.id ?? visit.staff[0]?.id ?? null);
  const [coming, setComing] = useState<Participant | null>(null);
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const swapping = useSwapping(visit, onClose);
  const isThere = visit.staff.some((person) => person.id === coming?.id);
  const fault = isThere ? t('swap.isThere') : isMissing && !coming ? t('rearrange.substituteMissing') : undefined;
  const confirm = () => {
    setMissing(!coming);
    if (coming && !isThere) swapping.mutate({ leaving, coming, reason: reason.trim() });
  };
  const hasStaff = visit.staff.length > 0;
  return (
    <Question isOpen title={hasStaff ? t('swap.title') : t('swap.addTitle')} confirm={hasStaff ? t('swap.title') : t('swap.addTitle')} refuse={t('admin.cancel')}
      isBusy={swapping.isPending} onConfirm={confirm} onClose={onClose}>
      <p>{t('swap.visit', { name: visit.name, when: dates.span(visit.starts_at, visit.ends_at) })}</p>
      {visit.staff.length > 1 && (
        <RadioGroup className="field" value={leaving} onChange={setLeaving}>
          <Label className="field-label">{t('swap.leaving')}</Label>
          <div className="choices">
            {visit.staff.map((person) => <Radio key={person.id} value={person.id} className="choice">{nameWords(person, t)}</Radio>)}
          </div>
        </RadioGroup>
      )}
      <ColleagueField label={t('swap.coming')} chosen={coming} fault={fault} onChoose={setComing} />
      {coming && !isThere && <Overlap visit={visit} colleague={coming} />}
      <ReasonField value={reason} onChange={setReason} />
      {hasStaff && <p>{t('swap.atOnce')}</p>}
      {swapping.isError && <Notice kind="error"><p>{planRefusal(swapping.error, t)}</p></Notice>}
    </Question>
  );
}

interface Swap { leaving: string | null; coming: Participant; reason: string }

function useSwapping(visit: Visit, onSwapped: () => void) {
  const t = useText();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ leaving, coming, reason }: Swap) => changeVisit(visit.id, swapped(visit, leaving, coming.id, reason)),
    onSuccess: async (_, { coming }) => {
      onSwapped();
      announce(t('swap.done', { name: nameWords(coming, t), visit: visit.name }));
      await refreshVisits(visit.id);
    },
    onError: () => refreshVisits(visit.id),
  });
}

function Overlap({ visit, colleague }: { visit: Visit; colleague: Participant }) {
  const t = useText();
  const dates = useDates();
  const asked = useQuery({
    queryKey: ['overlaps', visit.id, visit.starts_at, visit.length_minutes, colleague.id],
    queryFn: () => findOverlaps({
      person_ids: [colleague.id], starts_at: visit.starts_at, length_minutes: visit.length_minutes, repeat: null, except_visit_id: visit.id,
    }),
  });
  const [first, ...others] = asked.data ?? [];
  if (!first) return null;
  const times = `${dates.time(first.starts_at)}–${dates.time(first.ends_at)}`;
  return <Notice kind="info"><p>{t('swap.overlap', { name: nameWords(colleague, t), times, more: others.length })}</p></Notice>;
}
