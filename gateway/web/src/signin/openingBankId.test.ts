import { expect, it } from 'vitest';
import { addressOfApp, addressToReturnTo, attemptIn, isHandheld } from './openingBankId';

const IPHONE = {
  userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  touchPoints: 5,
};
const CHROME_ON_IPHONE = { ...IPHONE, userAgent: IPHONE.userAgent.replace('Version/18.0', 'CriOS/142.0') };
const ANDROID = { userAgent: 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36', touchPoints: 5 };
const MAC = { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', touchPoints: 0 };
const WINDOWS_WITH_FINGERS = { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36', touchPoints: 10 };
const BACK = 'https://norrvik.careplatform.se/sign-in?back=%2Fvisits#bankid=1';

it('phones and tablets are told from computers', () => {
  expect([IPHONE, ANDROID, { ...MAC, touchPoints: 5 }].map(isHandheld)).toEqual([true, true, true]);
  expect([MAC, WINDOWS_WITH_FINGERS].map(isHandheld)).toEqual([false, false]);
});

it('the app is opened by a web address on a phone and by its scheme on a computer', () => { // AUT-1
  expect(addressOfApp('7c40b5c9', ANDROID, BACK)).toBe('https://app.bankid.com/?autostarttoken=7c40b5c9&redirect=null');
  expect(addressOfApp('7c40b5c9', MAC, BACK)).toBe('bankid:///?autostarttoken=7c40b5c9&redirect=null');
});

it('only Safari on an iPhone must be told the way back', () => {
  expect(addressOfApp('7c40b5c9', IPHONE, BACK)).toBe(
    `https://app.bankid.com/?autostarttoken=7c40b5c9&redirect=${encodeURIComponent(BACK)}`);
  expect(addressOfApp('7c40b5c9', CHROME_ON_IPHONE, BACK)).toContain('&redirect=null');
});

it('the way back carries the attempt, and only an attempt is read from it', () => {
  const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

  expect(addressToReturnTo('https://a.se/sign-in?back=%2Fx#old', id)).toBe(`https://a.se/sign-in?back=%2Fx#bankid=${id}`);
  expect(attemptIn(`#bankid=${id}`)).toBe(id);
  expect(['', '#', '#bankid=../../visits', '#x'].map(attemptIn)).toEqual([null, null, null, null]);
});
