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

/** What to remember when someone must sign in first; nothing for the page one lands on anyway. */
export function backFrom(href: string): string | undefined {
  const back = safeReturn(href);
  return back === '/' ? undefined : back;
}

export interface WhyHere { back?: string; left?: true; idle?: true; failed?: string; bankid?: string }

const ATTEMPT = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What the address of the sign-in page says about how one came there. */
export function whyHere(search: Record<string, unknown>): WhyHere {
  return {
    ...(typeof search.back === 'string' && { back: safeReturn(search.back) }),
    ...(search.left === true && { left: true as const }),
    ...(search.idle === true && { idle: true as const }),
    ...(typeof search.failed === 'string' && /^\w{1,60}$/.test(search.failed) && { failed: search.failed }),
    ...(typeof search.bankid === 'string' && ATTEMPT.test(search.bankid) && { bankid: search.bankid }),
  };
}
