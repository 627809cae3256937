/** The provider's settings, read anew whenever somebody opens the page. */
import { queryOptions } from '@tanstack/react-query';
import { getSettings, type Settings } from '../../api/settings';
import { providerQuestion, questions } from '../../questions';

export const settingsQuestion = queryOptions({
  queryKey: ['settings'], queryFn: getSettings, staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false,
});

export const readSettingsAgain = (): Promise<Settings> => questions.fetchQuery({ ...settingsQuestion, staleTime: 0 });

/** What was just written; everything that shows the provider follows it. */
export function rememberSettings(settings: Settings): void {
  questions.setQueryData(settingsQuestion.queryKey, settings);
  void questions.invalidateQueries({ queryKey: providerQuestion.queryKey });
}
