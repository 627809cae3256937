/** Whether news reach the page right now. */
import { createContext, use } from 'react';

export type LiveState = 'connecting' | 'live' | 'lost';

export const LiveContext = createContext<LiveState>('connecting');

export const useLiveState = (): LiveState => use(LiveContext);
