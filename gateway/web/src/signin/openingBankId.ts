/** The address that opens the BankID app on this device, and what the page that the app opens came back with. */

export interface Device { userAgent: string; touchPoints: number }

export const thisDevice = (): Device => ({ userAgent: navigator.userAgent, touchPoints: navigator.maxTouchPoints });

/** A phone or a tablet; an iPad calls itself a Mac with fingers. */
export const isHandheld = ({ userAgent, touchPoints }: Device): boolean =>
  /Android|iPhone|iPad|iPod/i.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1);

/**
 * On a phone BankID is reached by a web address, on a computer by its own scheme. The link never says where to go
 * afterwards: the order itself does, and BankID heeds nothing else.
 */
export function addressOfApp(autoStartToken: string, device: Device): string {
  const start = isHandheld(device) ? 'https://app.bankid.com/' : 'bankid:///';
  return `${start}?autostarttoken=${encodeURIComponent(autoStartToken)}&redirect=null`;
}

export interface Return { attemptId: string; nonce: string }

/** The attempt stands in the address, the nonce in its fragment, which never leaves the browser. */
export function returnIn(attemptId: string | undefined, fragment: string): Return | null {
  const nonce = /^#([\w-]{20,200})$/.exec(fragment)?.[1];
  return attemptId && nonce ? { attemptId, nonce } : null;
}
