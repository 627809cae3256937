import { DisconnectReason, RoomEvent, type Room } from 'livekit-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/asking';
import { FIRST_CHOICE } from '../devices/deviceChoice';
import { VisitConnection, type Ways } from './VisitConnection';

/** A room as livekit-client shows it, as far as a visit's connection looks. */
class FakeRoom {
  readonly remoteParticipants = new Map();
  readonly localParticipant = {
    getTrackPublication: () => undefined,
    isCameraEnabled: false, isMicrophoneEnabled: false, isSpeaking: false, connectionQuality: 'unknown',
    setCameraEnabled: vi.fn(() => this.#device()), setMicrophoneEnabled: vi.fn(() => Promise.resolve()),
  };
  readonly canPlaybackAudio = true;
  readonly state = 'connected';
  readonly disconnect = vi.fn(() => Promise.resolve());
  readonly connect = vi.fn(() => this.#answer());
  readonly #answer: () => Promise<void>;
  readonly #device: () => Promise<void>;
  readonly #listeners = new Map<string, (detail?: unknown) => void>();

  constructor(answer: () => Promise<void>, device: () => Promise<void>) {
    this.#answer = answer;
    this.#device = device;
  }

  on(event: string, listener: (detail?: unknown) => void) {
    this.#listeners.set(event, listener);
    return this;
  }

  tell(event: string, detail?: unknown) {
    this.#listeners.get(event)?.(detail);
  }
}

const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

describe('the connection to a visit', () => {
  let rooms: FakeRoom[];
  let answers: (() => Promise<void>)[];
  let join: ReturnType<typeof vi.fn<Ways['join']>>;
  let device: () => Promise<void>;
  let signedOut: ReturnType<typeof vi.fn<() => void>>;
  let connection: VisitConnection;

  beforeEach(() => {
    rooms = [];
    answers = [];
    device = () => Promise.resolve();
    signedOut = vi.fn<() => void>();
    join = vi.fn<Ways['join']>(() => Promise.resolve({ url: 'ws://media', token: `token ${join.mock.calls.length}`, expires_at: '' }));
    connection = new VisitConnection(FIRST_CHOICE, {
      join,
      pause: () => Promise.resolve(),
      onSignedOut: signedOut,
      makeRoom: () => {
        const room = new FakeRoom(answers.shift() ?? (() => Promise.resolve()), () => device());
        rooms.push(room);
        return room as unknown as Room;
      },
    });
  });

  const phase = () => connection.picture().phase;

  it('goes in and switches on what was chosen', async () => {
    await connection.enter();
    await settled();

    expect(phase()).toBe('inside');
    expect(rooms[0]!.localParticipant.setMicrophoneEnabled).toHaveBeenCalledWith(true, undefined);
    expect(rooms[0]!.localParticipant.setCameraEnabled).toHaveBeenCalledWith(true, undefined);
  });

  it('stays in without a camera and says what is the matter with it', async () => {
    device = () => Promise.reject(Object.assign(new Error(), { name: 'NotAllowedError' }));

    await connection.enter();
    await settled();

    expect(phase()).toBe('inside');
    expect(connection.picture().troubles).toEqual({ camera: 'denied' });
  });

  it('asks for a new admission when the media server went away, until one works', async () => {
    await connection.enter();
    answers = [() => Promise.reject(new Error('refused')), () => Promise.reject(new Error('refused'))];

    rooms[0]!.tell(RoomEvent.Disconnected, DisconnectReason.SERVER_SHUTDOWN);
    await settled();

    expect(phase()).toBe('inside');
    expect(rooms).toHaveLength(4);
    expect(rooms[3]!.connect).toHaveBeenCalledWith('ws://media', 'token 4', expect.anything());
  });

  it('comes back once, however often the break is reported', async () => {
    await connection.enter();
    answers = [async () => {
      rooms[1]!.tell(RoomEvent.Disconnected);
      await settled();
      throw new Error('refused');
    }];

    rooms[0]!.tell(RoomEvent.Disconnected);
    rooms[0]!.tell(RoomEvent.Disconnected);
    await settled();
    await settled();

    expect(phase()).toBe('inside');
    expect(rooms).toHaveLength(3);
  });

  it.each([
    [DisconnectReason.ROOM_DELETED, 'over'],
    [DisconnectReason.PARTICIPANT_REMOVED, 'removed'],
    [DisconnectReason.DUPLICATE_IDENTITY, 'elsewhere'],
  ])('does not come back after %s', async (reason, expected) => { // LIF-7
    await connection.enter();

    rooms[0]!.tell(RoomEvent.Disconnected, reason);
    await settled();

    expect(phase()).toBe(expected);
    expect(join).toHaveBeenCalledOnce();
  });

  it.each([['visit_ended', 'over'], ['visit_cancelled', 'over'], ['not_found', 'removed']])(
    'stops trying when the gateway answers %s', async (code, expected) => { // LIF-8
      await connection.enter();
      join.mockRejectedValueOnce(new Problem(0, 'offline')).mockRejectedValueOnce(new Problem(409, code));

      rooms[0]!.tell(RoomEvent.Disconnected);
      await settled();

      expect(phase()).toBe(expected);
      expect(rooms).toHaveLength(1);
    });

  it('leads to sign-in when the session is lost', async () => {
    join.mockRejectedValueOnce(new Problem(401, 'not_signed_in'));

    await connection.enter();

    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('is not taken up again by a break after one has left', async () => { // LIF-12
    await connection.enter();

    connection.close();
    rooms[0]!.tell(RoomEvent.Disconnected, DisconnectReason.CLIENT_INITIATED);
    await settled();

    expect(rooms).toHaveLength(1);
    expect(rooms[0]!.disconnect).toHaveBeenCalledOnce();
  });
});
