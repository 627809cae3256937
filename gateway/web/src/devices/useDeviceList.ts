/** The cameras, microphones and speakers that can be chosen among; renewed when one is plugged in. */
import { useEffect, useState } from 'react';

export interface DeviceList { cameras: MediaDeviceInfo[]; microphones: MediaDeviceInfo[]; speakers: MediaDeviceInfo[] }

/** `permission` is anything that changes when the browser may tell more, since names are secret until then. */
export function useDeviceList(permission: unknown): DeviceList {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media) return undefined;
    const list = () => void media.enumerateDevices().then(setDevices).catch(() => undefined);
    list();
    media.addEventListener('devicechange', list);
    return () => media.removeEventListener('devicechange', list);
  }, [permission]);
  const named = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind && device.deviceId !== '');
  return { cameras: named('videoinput'), microphones: named('audioinput'), speakers: canChooseSpeaker() ? named('audiooutput') : [] };
}

const canChooseSpeaker = () => 'setSinkId' in HTMLMediaElement.prototype;
