/** The title of the browser tab: what the page is, then whose it is. */
import { useEffect } from 'react';
import { useProviderName } from './useProviderName';

export function usePageTitle(title: string): void {
  const provider = useProviderName();
  useEffect(() => {
    document.title = provider ? `${title} – ${provider}` : title;
  }, [title, provider]);
}
