/** What one looks at in «Våra bokningar»; kept while one is signed in, so that the way back from a booking leads to the same place. */
import { useState } from 'react';
import type { Tab, Visit } from '../../api/care';
import { questions } from '../../questions';

export interface View {
  typed: string;
  /** The number that was searched for last; null shows everybody's. */
  sought: string | null;
  /** In which tab one has turned pages, and to where: the end of every page before this one. */
  tab: Tab;
  passed: string[];
}

export const TABS: Tab[] = ['future', 'ongoing', 'earlier'];
const FIRST_VIEW: View = { typed: '', sought: null, tab: 'future', passed: [] };
const KEY = ['bookings-view'];

questions.setQueryDefaults(KEY, { gcTime: Infinity });

export function useBookingsView(tab: Tab): [View, (change: Partial<View>) => void] {
  // The page's own state: what is typed must stand in the field at once.
  const [kept, setKept] = useState(() => questions.getQueryData<View>(KEY) ?? FIRST_VIEW);
  const view = inTab(kept, tab);
  const show = (change: Partial<View>) => {
    const next = { ...view, ...change };
    setKept(next);
    questions.setQueryData<View>(KEY, next);
  };
  return [view, show];
}

/** Another tab starts on its first page. */
export const inTab = (view: View, tab: Tab): View => (view.tab === tab ? view : { ...view, tab, passed: [] });
export const nextPage = (view: View, end: string): Partial<View> => ({ passed: [...view.passed, end] });
export const previousPage = (view: View): Partial<View> => ({ passed: view.passed.slice(0, -1) });

/** A number is only ever searched whole, so that nobody is found by guessing at its digits. */
export function isWholeNumber(typed: string): boolean {
  const number = typed.replace(/[\s+-]/g, '');
  return /^\d[\dA-Za-z]*$/.test(number) && (number.length === 10 || number.length === 12);
}

export const hasPerson = (visit: Pick<Visit, 'staff' | 'patients'>, personId: string): boolean =>
  [...visit.staff, ...visit.patients].some((person) => person.id === personId);
