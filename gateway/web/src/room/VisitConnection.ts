/** The connection to one visit's room: goes in, stays in, and comes back by itself until the visit is over. */
import { DisconnectReason, RoomEvent, type Room } from 'livekit-client';
import { Problem } from '../api/asking';
import type { Admission } from '../api/care';
import type { DeviceChoice } from '../devices/deviceChoice';
import { troubleOf, type Kind, type Trouble } from '../devices/trouble';
import { rejoinPause } from './pauses';
import { pictureOf, type Phase, type RoomPicture } from './roomPicture';

export interface Ways {
  join: () => Promise<Admission>;
  makeRoom: (choice: DeviceChoice) => Room;
  pause: (milliseconds: number) => Promise<void>;
  onSignedOut: () => void;
}

const SHOWS_A_CHANGE = [
  RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected, RoomEvent.TrackSubscribed, RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted, RoomEvent.TrackUnmuted, RoomEvent.TrackUnpublished, RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished, RoomEvent.ActiveSpeakersChanged, RoomEvent.ConnectionQualityChanged,
  RoomEvent.AudioPlaybackStatusChanged, RoomEvent.VideoPlaybackStatusChanged,
] as const;

/** Reasons after which coming back by itself would be wrong. */
const FINAL = new Map<DisconnectReason, Phase>([
  [DisconnectReason.ROOM_DELETED, 'over'],
  [DisconnectReason.PARTICIPANT_REMOVED, 'removed'],
  [DisconnectReason.DUPLICATE_IDENTITY, 'elsewhere'],
]);

const OVER = ['visit_ended', 'visit_cancelled', 'visit_not_started'];
const NOT_OURS = ['not_found', 'forbidden', 'not_in_the_visit', 'person_not_active'];

export class VisitConnection {
  readonly #ways: Ways;
  readonly #listeners = new Set<() => void>();
  #choice: DeviceChoice;
  #room: Room | null = null;
  #phase: Phase = 'entering';
  #troubles: Partial<Record<Kind, Trouble>> = {};
  #isEntering = false;
  #isClosed = false;
  #picture: RoomPicture;

  constructor(choice: DeviceChoice, ways: Ways) {
    this.#choice = choice;
    this.#ways = ways;
    this.#picture = pictureOf(null, this.#phase, this.#troubles);
  }

  readonly picture = (): RoomPicture => this.#picture;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Goes in, however many attempts it takes; returns when inside or when there is nothing left to go into. */
  async enter(): Promise<void> {
    if (this.#isEntering) return;
    this.#isEntering = true;
    for (let attempt = 0; !this.#isClosed; attempt += 1) {
      if (attempt > 0) await this.#ways.pause(rejoinPause(attempt));
      if (this.#isClosed || await this.#tryOnce()) break;
      this.#show('mending');
    }
    this.#isEntering = false;
  }

  /** Leaves for good; the visit goes on for the others. */
  close(): void {
    this.#isClosed = true;
    const room = this.#room;
    this.#room = null;
    void room?.disconnect();
  }

  /** Switches on or off, or to another device, what differs from before. */
  async change(part: Partial<DeviceChoice>): Promise<void> {
    this.#choice = { ...this.#choice, ...part };
    if (part.cameraOn !== undefined) await this.#apply('camera');
    if (part.microphoneOn !== undefined) await this.#apply('microphone');
    if (part.cameraId !== undefined) await this.#use('videoinput', part.cameraId, 'camera');
    if (part.microphoneId !== undefined) await this.#use('audioinput', part.microphoneId, 'microphone');
    if (part.speakerId !== undefined) await this.#use('audiooutput', part.speakerId);
  }

  /** Sound that the browser held back until somebody pressed something. */
  async allowSound(): Promise<void> {
    await this.#room?.startAudio().catch(() => undefined);
    await this.#room?.startVideo().catch(() => undefined);
    this.#show(this.#phase);
  }

  async #tryOnce(): Promise<boolean> {
    try {
      const { url, token } = await this.#ways.join();
      const room = this.#hear(this.#ways.makeRoom(this.#choice));
      await room.connect(url, token, { maxRetries: 0, websocketTimeout: 6_000, peerConnectionTimeout: 10_000 });
      if (this.#room !== room) return this.#isClosed;
      this.#show('inside');
      void this.#apply('microphone').then(() => this.#apply('camera'));
      return true;
    } catch (error) {
      return this.#isFinal(error);
    }
  }

  #isFinal(error: unknown): boolean {
    if (!(error instanceof Problem)) return this.#isClosed;
    if (OVER.includes(error.code)) this.#finish('over');
    else if (NOT_OURS.includes(error.code)) this.#finish('removed');
    else if (error.code === 'not_signed_in') {
      this.close();
      this.#ways.onSignedOut();
    }
    return this.#isClosed;
  }

  #hear(room: Room): Room {
    const former = this.#room;
    this.#room = room;
    void former?.disconnect();
    const isCurrent = () => this.#room === room;
    for (const event of SHOWS_A_CHANGE) room.on(event, () => { if (isCurrent()) this.#show(this.#phase); });
    for (const event of [RoomEvent.Reconnecting, RoomEvent.SignalReconnecting] as const) {
      room.on(event, () => { if (isCurrent()) this.#show('mending'); });
    }
    room.on(RoomEvent.Reconnected, () => { if (isCurrent()) this.#show('inside'); });
    room.on(RoomEvent.Disconnected, (reason) => { if (isCurrent()) this.#lost(reason); });
    return room;
  }

  #lost(reason: DisconnectReason | undefined): void {
    const final = reason === undefined ? undefined : FINAL.get(reason);
    if (final) this.#finish(final);
    else if (!this.#isEntering && !this.#isClosed) {
      // A connection that breaks while it is being made fails there and is tried again there.
      this.#room = null;
      this.#show('mending');
      void this.enter();
    }
  }

  #finish(phase: Phase): void {
    this.close();
    this.#show(phase);
  }

  async #apply(kind: Kind): Promise<void> {
    const room = this.#room;
    if (!room) return;
    try {
      if (kind === 'camera') await room.localParticipant.setCameraEnabled(this.#choice.cameraOn, device(this.#choice.cameraId));
      else await room.localParticipant.setMicrophoneEnabled(this.#choice.microphoneOn, device(this.#choice.microphoneId));
      this.#note(kind, undefined);
    } catch (error) {
      // Without a connection nothing can be published; coming back applies the choice anew.
      if (this.#room === room && room.state === 'connected') this.#note(kind, troubleOf(error));
    }
  }

  async #use(device: MediaDeviceKind, id: string, kind?: Kind): Promise<void> {
    try {
      await this.#room?.switchActiveDevice(device, id);
      if (kind) this.#note(kind, undefined);
    } catch (error) {
      if (kind) this.#note(kind, troubleOf(error));
    }
  }

  #note(kind: Kind, trouble: Trouble | undefined): void {
    const { [kind]: _, ...others } = this.#troubles;
    this.#troubles = trouble ? { ...others, [kind]: trouble } : others;
    this.#show(this.#phase);
  }

  #show(phase: Phase): void {
    this.#phase = phase;
    this.#picture = pictureOf(this.#room, phase, this.#troubles);
    for (const listener of this.#listeners) listener();
  }
}

const device = (id: string) => (id ? { deviceId: { ideal: id } } : undefined);

