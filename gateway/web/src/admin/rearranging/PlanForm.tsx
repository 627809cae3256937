/** What is to become of the visits: who takes over, or how far they are moved, and over which days. */
import { useRef, useState, type FormEvent } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { RearrangingAction } from '../../api/rearranging';
import { focusFirstFault } from '../../forms/focusFirstFault';
import { PlainField } from '../../forms/PlainField';
import { BusyButton } from '../../frame/BusyButton';
import { useText, type Text } from '../../language/useText';
import { ColleagueField } from './ColleagueField';
import { faultsOf, MOST_DAYS, type PlanDraft, type PlanFault, type PlanFaults } from './planDraft';
import { ReasonField } from './ReasonField';

interface PlanFormProps { draft: PlanDraft; personId: string; isBusy: boolean; onChange: (draft: PlanDraft) => void; onTry: () => void }

export function PlanForm({ draft, personId, isBusy, onChange, onTry }: PlanFormProps) {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<PlanFaults>({});
  const change = (part: Partial<PlanDraft>) => {
    setFaults({});
    onChange({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(draft, personId);
    setFaults(found);
    if (Object.keys(found).length > 0) focusFirstFault(form.current);
    else if (!isBusy) onTry();
  };
  return (
    <form ref={form} className="card admin-form" onSubmit={submit} noValidate>
      <ActionField chosen={draft.action} onChoose={(action) => change({ action })} />
      {draft.action === 'replace' && (
        <ColleagueField label={t('rearrange.substitute')} chosen={draft.substitute} fault={substituteFault(faults.substitute, t)}
          onChoose={(substitute) => change({ substitute })} />
      )}
      {draft.action === 'move' && <ShiftFields draft={draft} fault={faults.days && t('rearrange.daysFault', { most: MOST_DAYS })} onChange={change} />}
      <div className="side-by-side">
        <PlainField type="date" isRequired={false} label={t('rearrange.since')} help={t('rearrange.sinceHelp')} value={draft.since}
          onChange={(since) => change({ since })} />
        <PlainField type="date" isRequired={false} label={t('rearrange.until')} help={t('rearrange.untilHelp')} value={draft.until}
          fault={faults.until && t('rearrange.untilFault')} onChange={(until) => change({ until })} />
      </div>
      <ReasonField value={draft.reason} onChange={(reason) => change({ reason })} />
      <div className="form-actions">
        <BusyButton type="submit" className="button button-primary" isBusy={isBusy}>{t('rearrange.try')}</BusyButton>
      </div>
    </form>
  );
}

function ActionField({ chosen, onChoose }: { chosen: RearrangingAction; onChoose: (action: RearrangingAction) => void }) {
  const t = useText();
  const actions: RearrangingAction[] = ['replace', 'move', 'cancel'];
  return (
    <RadioGroup className="field status-choices" value={chosen} onChange={(action) => onChoose(action as RearrangingAction)}>
      <Label className="field-label">{t('rearrange.what')}</Label>
      {actions.map((action) => {
        const { name, help } = actionWords(action, t);
        return (
          <Radio key={action} value={action} className="option">
            <span className="option-dot" aria-hidden="true" />
            <span className="option-words"><span className="option-name">{name}</span><span className="option-help">{help}</span></span>
          </Radio>
        );
      })}
    </RadioGroup>
  );
}

function ShiftFields({ draft, fault, onChange }: { draft: PlanDraft; fault: string | undefined; onChange: (part: Partial<PlanDraft>) => void }) {
  const t = useText();
  return (
    <div className="side-by-side">
      <PlainField label={t('rearrange.days')} help={t('rearrange.daysHelp')} inputMode="numeric" maxLength={3} value={draft.days} fault={fault}
        onChange={(days) => onChange({ days })} />
      <RadioGroup className="field" value={draft.direction} onChange={(direction) => onChange({ direction: direction as PlanDraft['direction'] })}>
        <Label className="field-label">{t('rearrange.direction')}</Label>
        <div className="choices">
          <Radio value="later" className="choice">{t('rearrange.later')}</Radio>
          <Radio value="earlier" className="choice">{t('rearrange.earlier')}</Radio>
        </div>
      </RadioGroup>
    </div>
  );
}

function substituteFault(fault: PlanFault | undefined, t: Text): string | undefined {
  if (fault === 'same') return t('rearrange.substituteSame');
  return fault && t('rearrange.substituteMissing');
}

function actionWords(action: RearrangingAction, t: Text): { name: string; help: string } {
  if (action === 'replace') return { name: t('rearrange.replace'), help: t('rearrange.replaceHelp') };
  if (action === 'move') return { name: t('rearrange.move'), help: t('rearrange.moveHelp') };
  return { name: t('rearrange.cancel'), help: t('rearrange.cancelHelp') };
}
