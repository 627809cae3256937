/** Opens camera and microphone with one question to the person, and each alone when both cannot be had. */
import { troubleOf, type Kind, type Trouble } from './trouble';

export type Opened = { track: MediaStreamTrack } | { trouble: Trouble };
export type Wanted = Partial<Record<Kind, string>>;

/** Wanted maps a kind to a device id; the empty id means whichever the browser prefers. */
export async function openDevices(wanted: Wanted): Promise<Partial<Record<Kind, Opened>>> {
  if (wanted.camera !== undefined && wanted.microphone !== undefined) {
    const both = await open(wanted).catch(() => null);
    if (both) return both;
  }
  const opened: Partial<Record<Kind, Opened>> = {};
  for (const kind of ['camera', 'microphone'] as const) {
    const id = wanted[kind];
    if (id !== undefined) opened[kind] = await openOne(kind, id);
  }
  return opened;
}

async function openOne(kind: Kind, id: string): Promise<Opened> {
  try {
    return (await open({ [kind]: id }))[kind] ?? { trouble: 'missing' };
  } catch (error) {
    // A remembered device may have been unplugged; any other of its kind is better than none.
    if (id && troubleOf(error) === 'missing') return openOne(kind, '');
    return { trouble: troubleOf(error) };
  }
}

async function open(wanted: Wanted): Promise<Partial<Record<Kind, Opened>>> {
  const stream = await navigator.mediaDevices.getUserMedia({
    ...(wanted.camera !== undefined && { video: { width: { ideal: 1280 }, height: { ideal: 720 }, ...device(wanted.camera) } }),
    ...(wanted.microphone !== undefined && { audio: device(wanted.microphone) }),
  });
  const [camera, microphone] = [stream.getVideoTracks()[0], stream.getAudioTracks()[0]];
  return { ...(camera && { camera: { track: camera } }), ...(microphone && { microphone: { track: microphone } }) };
}

const device = (id: string) => (id ? { deviceId: { exact: id } } : {});
