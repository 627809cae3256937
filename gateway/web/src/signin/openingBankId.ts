/** The addresses that open the BankID app on this device, and how one comes back from it. */

export interface Device { userAgent: string; touchPoints: number }

export const thisDevice = (): Device => ({ userAgent: navigator.userAgent, touchPoints: navigator.maxTouchPoints });

/** A phone or a tablet; an iPad calls itself a Mac with fingers. */
export const isHandheld = ({ userAgent, touchPoints }: Device): boolean =>
  /Android|iPhone|iPad|iPod/i.test(userAgent) || isMacWithFingers(userAgent, touchPoints);

/**
 * On a phone BankID is reached by a web address, on a computer by its own scheme. Only Safari on an iPhone needs to be
 * told where to return to; elsewhere the app gives way to the browser one came from.
 */
export function addressOfApp(autoStartToken: string, device: Device, back: string): string {
  const token = encodeURIComponent(autoStartToken);
  if (!isHandheld(device)) return `bankid:///?autostarttoken=${token}&redirect=null`;
  const redirect = isSafariOnPhone(device) ? encodeURIComponent(back) : 'null';
  return `https://app.bankid.com/?autostarttoken=${token}&redirect=${redirect}`;
}

/** This page with the attempt in its fragment, which never leaves the browser. */
export const addressToReturnTo = (here: string, attemptId: string): string => `${here.split('#')[0]!}#bankid=${attemptId}`;

export function attemptIn(fragment: string): string | null {
  return /^#?bankid=([0-9a-f-]{36})$/i.exec(fragment)?.[1] ?? null;
}

const isMacWithFingers = (userAgent: string, touchPoints: number) => /Macintosh/.test(userAgent) && touchPoints > 1;

const isSafariOnPhone = ({ userAgent, touchPoints }: Device): boolean =>
  (/iPhone|iPad|iPod/.test(userAgent) || isMacWithFingers(userAgent, touchPoints))
  && /Safari/.test(userAgent) && !/CriOS|FxiOS|EdgiOS|OPT\/|DuckDuckGo/.test(userAgent);
