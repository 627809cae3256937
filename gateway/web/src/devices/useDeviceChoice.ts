/** The device choice of this page: starts with what was remembered, remembers changes if asked to. */
import { useState } from 'react';
import { FIRST_CHOICE, keepForTab, rememberChoice, rememberedChoice, tabChoice, type DeviceChoice } from './deviceChoice';

export function useDeviceChoice() {
  const [kept] = useState(rememberedChoice);
  const [choice, setChoice] = useState(() => tabChoice() ?? kept ?? FIRST_CHOICE);
  const [isRemembered, setRemembered] = useState(kept !== null);

  const choose = (part: Partial<DeviceChoice>) => {
    const changed = { ...choice, ...part };
    setChoice(changed);
    keepForTab(changed);
    if (isRemembered) rememberChoice(changed);
  };
  const remember = (wish: boolean) => {
    setRemembered(wish);
    rememberChoice(wish ? choice : null);
  };
  return { choice, isRemembered, choose, remember };
}
