/** What one looks at in a list of persons; kept while one is signed in, so that the way back from a person leads to the same place. */
import { useState } from 'react';
import type { Group } from '../../api/administering';
import { questions } from '../../questions';

export type Shown = 'all' | 'active' | 'inactive';

export interface View {
  text: string;
  shown: Shown;
  /** The last person of every page before this one. */
  passed: string[];
}

export const PAGE_LENGTH = 25;
const FIRST_VIEW: View = { text: '', shown: 'all', passed: [] };

questions.setQueryDefaults(['people-view'], { gcTime: Infinity });

export function usePeopleView(group: Group): [View, (view: View) => void] {
  const key = ['people-view', group];
  // The page's own state: what is typed must stand in the field at once.
  const [view, setView] = useState(() => questions.getQueryData<View>(key) ?? FIRST_VIEW);
  const show = (next: View) => {
    setView(next);
    questions.setQueryData<View>(key, next);
  };
  return [view, show];
}

/** Another search starts on its first page. */
export const searching = (view: View, change: Partial<Pick<View, 'text' | 'shown'>>): View => ({ ...view, ...change, passed: [] });
export const nextPage = (view: View, lastId: string): View => ({ ...view, passed: [...view.passed, lastId] });
export const previousPage = (view: View): View => ({ ...view, passed: view.passed.slice(0, -1) });

export const statusesShown = (shown: Shown): ('active' | 'inactive')[] => (shown === 'all' ? ['active', 'inactive'] : [shown]);

/** A number is only ever searched whole, so that nobody is found by guessing at its digits. */
export function isUnfinishedNumber(text: string): boolean {
  const typed = text.trim();
  return /^\d[\dA-Za-z\s+-]*$/.test(typed) && typed.replace(/[\s+-]/g, '').length < 10;
}

/** Which of all the found persons stand on this page. */
export function spanOf(view: View, onPage: number): { from: number; to: number } {
  const before = view.passed.length * PAGE_LENGTH;
  return { from: onPage === 0 ? 0 : before + 1, to: before + onPage };
}
