/** Which camera and microphone to use and whether they are on; remembered on this device if one wishes. */

export interface DeviceChoice {
  cameraOn: boolean;
  microphoneOn: boolean;
  cameraId: string;
  microphoneId: string;
  speakerId: string;
}

export const FIRST_CHOICE: DeviceChoice = { cameraOn: true, microphoneOn: true, cameraId: '', microphoneId: '', speakerId: '' };

const REMEMBERED_AS = 'careplatform.devices';

export function rememberedChoice(): DeviceChoice | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(REMEMBERED_AS) ?? 'null');
    return isChoice(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a choice for next time; null forgets it. */
export function rememberChoice(choice: DeviceChoice | null): void {
  try {
    if (choice) localStorage.setItem(REMEMBERED_AS, JSON.stringify(choice));
    else localStorage.removeItem(REMEMBERED_AS);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

function isChoice(kept: unknown): kept is DeviceChoice {
  if (typeof kept !== 'object' || kept === null) return false;
  return Object.entries(FIRST_CHOICE).every(([name, value]) => typeof (kept as Record<string, unknown>)[name] === typeof value);
}
