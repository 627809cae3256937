/** Whether this device sounds when somebody waits: only on request, and remembered. */
import { useSyncExternalStore } from 'react';

const REMEMBERED_AS = 'careplatform.waiting-sound';
const listeners = new Set<() => void>();
let isOn = remembered();

export const isSoundOn = (): boolean => isOn;

export function chooseSound(wish: boolean): void {
  isOn = wish;
  try {
    if (wish) localStorage.setItem(REMEMBERED_AS, 'on');
    else localStorage.removeItem(REMEMBERED_AS);
  } catch {
    // A browser that keeps nothing is silent again next time.
  }
  for (const listener of listeners) listener();
}

export const useSoundChoice = (): boolean => useSyncExternalStore(subscribe, isSoundOn);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function remembered(): boolean {
  try {
    return localStorage.getItem(REMEMBERED_AS) === 'on';
  } catch {
    return false;
  }
}
