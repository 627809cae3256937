/** How much of a series is meant: «Bara detta», or «Detta och alla senare». */
import { useQuery } from '@tanstack/react-query';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { CancelScope, Visit } from '../api/care';
import { useText } from '../language/useText';
import { seriesQuestion } from '../questions';

interface ScopeFieldProps { visit: Visit; seriesId: string; scope: CancelScope; onChange: (scope: CancelScope) => void }

export function ScopeField({ visit, seriesId, scope, onChange }: ScopeFieldProps) {
  const t = useText();
  const series = useQuery(seriesQuestion(seriesId));
  const later = series.data?.filter(({ state, starts_at }) => state === 'booked' && Date.parse(starts_at) > Date.parse(visit.starts_at)).length;
  if (later === 0) return null;
  return (
    <RadioGroup className="field" value={scope} onChange={(chosen) => onChange(chosen as CancelScope)}>
      <Label className="field-label">{t('cancel.scope')}</Label>
      <div className="choices">
        <Radio value="one" className="choice">{t('cancel.one')}</Radio>
        <Radio value="following" className="choice">{t('cancel.following')}</Radio>
      </div>
      {scope === 'following' && later !== undefined && <p className="field-help field-help-below" role="status">{t('cancel.followingCount', { count: later + 1 })}</p>}
    </RadioGroup>
  );
}
