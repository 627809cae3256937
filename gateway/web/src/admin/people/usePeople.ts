/** The persons on the page of a list that one looks at. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { searchPeople, type Group } from '../../api/administering';
import { Problem } from '../../api/asking';
import { useSettled } from '../parts/useSettled';
import { isUnfinishedNumber, PAGE_LENGTH, statusesShown, type View } from './peopleView';

export function usePeople(group: Group, view: View) {
  const text = useSettled(view.text.trim());
  const isUnfinished = isUnfinishedNumber(text);
  const after = view.passed.at(-1);
  const found = useQuery({
    queryKey: ['people', group, text, view.shown, after],
    queryFn: () => searchPeople({ group, text, statuses: statusesShown(view.shown), limit: PAGE_LENGTH, ...(after && { after }) }),
    enabled: !isUnfinished,
    placeholderData: keepPreviousData,
    // Every search is noted in the access log: one for each time somebody really looks.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: (failures, error) => failures < 2 && error instanceof Problem && error.mayPass && error.status !== 429,
  });
  return { found, text, isUnfinished };
}
