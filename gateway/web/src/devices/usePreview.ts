/** The own camera and microphone before one is seen or heard by anyone. */
import { useEffect, useRef, useState } from 'react';
import type { DeviceChoice } from './deviceChoice';
import { openDevices, type Opened, type Wanted } from './openDevices';
import type { Kind } from './trouble';

export type Preview = Partial<Record<Kind, Opened>>;

const KINDS: Kind[] = ['camera', 'microphone'];

export function usePreview(choice: DeviceChoice, isOpen: boolean): Preview {
  const [preview, setPreview] = useState<Preview>({});
  const held = useRef(new Held());
  const { cameraOn, cameraId, microphoneOn, microphoneId } = choice;

  useEffect(() => {
    const wanted: Wanted = {
      ...(isOpen && cameraOn && { camera: cameraId }),
      ...(isOpen && microphoneOn && { microphone: microphoneId }),
    };
    void held.current.change(wanted, setPreview);
  }, [isOpen, cameraOn, cameraId, microphoneOn, microphoneId]);

  useEffect(() => {
    const holding = held.current;
    return () => void holding.change({}, () => undefined);
  }, []);
  return preview;
}

/** The devices held open right now; changes wait for each other, so that none is left open. */
class Held {
  #ids: Wanted = {};
  #opened: Preview = {};
  #turn: Promise<void> = Promise.resolve();
  #latest: Wanted = {};

  change(wanted: Wanted, show: (preview: Preview) => void): Promise<void> {
    this.#latest = wanted;
    this.#turn = this.#turn.then(() => this.#change(wanted, show));
    return this.#turn;
  }

  async #change(wanted: Wanted, show: (preview: Preview) => void): Promise<void> {
    if (wanted !== this.#latest) return;
    const changed = KINDS.filter((kind) => wanted[kind] !== this.#ids[kind]);
    if (changed.length === 0) return;
    for (const kind of changed) this.#let(kind);
    show({ ...this.#opened });
    const missing = Object.fromEntries(changed.filter((kind) => wanted[kind] !== undefined).map((kind) => [kind, wanted[kind]]));
    Object.assign(this.#opened, await openDevices(missing as Wanted));
    this.#ids = { ...wanted };
    show({ ...this.#opened });
  }

  #let(kind: Kind): void {
    const opened = this.#opened[kind];
    if (opened && 'track' in opened) opened.track.stop();
    delete this.#opened[kind];
  }
}
