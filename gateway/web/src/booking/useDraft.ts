/** A draft in a form: changing it, finding its faults, and putting refusals at the fields they are about. */
import { useEffect, useRef, useState } from 'react';
import { focusFirstFault } from '../forms/focusFirstFault';
import { useText } from '../language/useText';
import { now } from '../time/clock';
import { refusalWords } from '../visits/refusalWords';
import type { Draft } from './draft';
import { faultsOf, fieldOf, pressingFaults, type Faults, type Field } from './faults';
import { faultWords } from './faultWords';

export type FaultWords = (field: Field) => string | undefined;

/** `refused` is the code of the gateway's latest no, if it said one; `onChange` is told that it is answered. */
export function useDraft(first: () => Draft, refused: string | null, onChange: () => void) {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>(first);
  const [faults, setFaults] = useState<Faults>({});

  useEffect(() => {
    if (refused) focusFirstFault(form.current);
  }, [refused]);

  const change = (part: Partial<Draft>) => {
    setDraft((written) => ({ ...written, ...part }));
    setFaults({});
    onChange();
  };
  /** Whether nothing is wrong; otherwise the first fault has the focus. */
  const check = (keepsStart = false): boolean => {
    const found = faultsOf(draft, now(), keepsStart);
    setFaults(found);
    const isFaultless = Object.keys(found).length === 0;
    if (!isFaultless) focusFirstFault(form.current);
    return isFaultless;
  };
  const words: FaultWords = (field) => {
    const fault = faults[field] ?? pressingFaults(draft)[field];
    if (fault) return faultWords(field, fault, draft, t);
    if (!refused || fieldOf(refused) !== field) return undefined;
    return refused === 'only_staff' ? t('refused.notStaff') : refusalWords(refused, t);
  };
  /** What the gateway refused without its being about one field. */
  const unplaced = refused && !fieldOf(refused) ? refusalWords(refused, t) : null;
  return { form, draft, setDraft, change, check, words, unplaced };
}
