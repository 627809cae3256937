import { expect, it } from 'vitest';
import { addressOfApp, isHandheld, returnIn } from './openingBankId';

const IPHONE = {
  userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  touchPoints: 5,
};
const CHROME_ON_IPHONE = { ...IPHONE, userAgent: IPHONE.userAgent.replace('Version/18.0', 'CriOS/142.0') };
const ANDROID = { userAgent: 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36', touchPoints: 5 };
const MAC = { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', touchPoints: 0 };
const WINDOWS_WITH_FINGERS = { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36', touchPoints: 10 };

it('phones and tablets are told from computers', () => {
  expect([IPHONE, ANDROID, { ...MAC, touchPoints: 5 }].map(isHandheld)).toEqual([true, true, true]);
  expect([MAC, WINDOWS_WITH_FINGERS].map(isHandheld)).toEqual([false, false]);
});

it('the app is opened by a web address on a phone and by its scheme on a computer', () => { // AUT-1
  expect(addressOfApp('7c40b5c9', ANDROID)).toBe('https://app.bankid.com/?autostarttoken=7c40b5c9&redirect=null');
  expect(addressOfApp('7c40b5c9', MAC)).toBe('bankid:///?autostarttoken=7c40b5c9&redirect=null');
});

it('no link says where to go afterwards, whatever the browser: the order does', () => {
  expect([IPHONE, CHROME_ON_IPHONE].map((device) => addressOfApp('7c40b5c9', device))).toEqual([
    'https://app.bankid.com/?autostarttoken=7c40b5c9&redirect=null', 'https://app.bankid.com/?autostarttoken=7c40b5c9&redirect=null',
  ]);
});

it('one has come back with an attempt and a nonce, or not at all', () => {
  const [id, nonce] = ['7c9e6679-7425-40de-944b-e07fc1f90ae7', 'nonce_of-43-letters-ABCDEFGHIJKLMNOPQRSTUVW'];

  expect(returnIn(id, `#${nonce}`)).toEqual({ attemptId: id, nonce });
  expect(['', '#', '#short', `#${nonce}&x=1`].map((fragment) => returnIn(id, fragment))).toEqual([null, null, null, null]);
  expect(returnIn(undefined, `#${nonce}`)).toBeNull();
});
