/** What a plan does with the visits, and what comes of it, in words. */
import type { Participant } from '../../api/people';
import type { RearrangingAction } from '../../api/rearranging';
import { nameWords } from '../../language/nameWords';
import type { Text } from '../../language/useText';

interface Planned { action: RearrangingAction; substitute: Participant | null; days: number | null }

export function planWords({ action, substitute, days }: Planned, t: Text): string {
  if (action === 'replace') return t('rearrange.does.replace', { name: substitute ? nameWords(substitute, t) : '' });
  if (action === 'cancel') return t('rearrange.does.cancel');
  return (days ?? 0) > 0 ? t('rearrange.does.later', { days: days ?? 0 }) : t('rearrange.does.earlier', { days: -(days ?? 0) });
}

export function consequenceWords({ action }: Pick<Planned, 'action'>, t: Text): string {
  if (action === 'replace') return t('rearrange.losesAccess');
  return action === 'cancel' ? t('rearrange.forGood') : '';
}
