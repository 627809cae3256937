/** Which sent notices one looks at, as it stands in the address. */
import type { SentChannel, SentState } from '../../api/notices';
import { STATES } from './stateWords';

export interface SentFilter { state?: SentState; channel?: SentChannel }

const CHANNELS: SentChannel[] = ['sms', 'email'];

export function sentFilter(search: Record<string, unknown>): SentFilter {
  const state = STATES.find((known) => known === search.state);
  const channel = CHANNELS.find((known) => known === search.channel);
  return { ...(state && { state }), ...(channel && { channel }) };
}
