/** The way back after sign-in: only ever a page of ours. */

const HERE = 'https://here.invalid';

/** The address to return to, or the start page when the wish leads anywhere else. */
export function safeReturn(wish: string): string {
  try {
    const { origin, pathname, search } = new URL(wish, HERE);
    const isOurs = wish.startsWith('/') && origin === HERE && !pathname.startsWith('//');
    return isOurs && pathname !== '/sign-in' ? pathname + search : '/';
  } catch {
    return '/';
  }
}

/** What to remember when someone must sign in first; nothing for the pages one lands on anyway. */
export function backFrom(href: string): string | undefined {
  const back = safeReturn(href);
  return back === '/' || back === '/visits' ? undefined : back;
}
