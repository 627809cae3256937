/** Which camera and microphone to use and whether they are on: kept for this tab, and on this device if one wishes. */

export interface DeviceChoice {
  cameraOn: boolean;
  microphoneOn: boolean;
  cameraId: string;
  microphoneId: string;
  speakerId: string;
}

export const FIRST_CHOICE: DeviceChoice = { cameraOn: true, microphoneOn: true, cameraId: '', microphoneId: '', speakerId: '' };

const REMEMBERED_AS = 'careplatform.devices';

export const rememberedChoice = (): DeviceChoice | null => read(() => localStorage);

/** Keeps a choice for next time; null forgets it. */
export const rememberChoice = (choice: DeviceChoice | null): void => write(() => localStorage, choice);

/** Whoever switched the microphone off is not heard in the next room either, nor after a reload. */
export const tabChoice = (): DeviceChoice | null => read(() => sessionStorage);
export const keepForTab = (choice: DeviceChoice): void => write(() => sessionStorage, choice);

function read(storage: () => Storage): DeviceChoice | null {
  try {
    const kept: unknown = JSON.parse(storage().getItem(REMEMBERED_AS) ?? 'null');
    return isChoice(kept) ? kept : null;
  } catch {
    return null;
  }
}

function write(storage: () => Storage, choice: DeviceChoice | null): void {
  try {
    if (choice) storage().setItem(REMEMBERED_AS, JSON.stringify(choice));
    else storage().removeItem(REMEMBERED_AS);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

function isChoice(kept: unknown): kept is DeviceChoice {
  if (typeof kept !== 'object' || kept === null) return false;
  return Object.entries(FIRST_CHOICE).every(([name, value]) => typeof (kept as Record<string, unknown>)[name] === typeof value);
}
