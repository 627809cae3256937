/** What can be seen of a room at one moment, for the components to draw. */
import { ConnectionQuality, Track } from 'livekit-client';
import type { LocalTrack, Participant, RemoteParticipant, RemoteTrack, Room } from 'livekit-client';
import type { Kind, Trouble } from '../devices/trouble';

/** entering → inside ⇄ mending, and at last one of: over, removed, elsewhere. */
export type Phase = 'entering' | 'inside' | 'mending' | 'over' | 'removed' | 'elsewhere';

export interface RemotePerson {
  id: string;
  camera: RemoteTrack | undefined;
  sounds: RemoteTrack[];
  microphoneOn: boolean;
  isSpeaking: boolean;
}

export interface RoomPicture {
  phase: Phase;
  others: RemotePerson[];
  ownCamera: LocalTrack | undefined;
  cameraOn: boolean;
  microphoneOn: boolean;
  isSpeaking: boolean;
  isSoundBlocked: boolean;
  quality: 'good' | 'poor' | 'unknown';
  troubles: Partial<Record<Kind, Trouble>>;
}

export function pictureOf(room: Room | null, phase: Phase, troubles: Partial<Record<Kind, Trouble>>): RoomPicture {
  const me = room?.localParticipant;
  return {
    phase,
    troubles,
    others: room ? [...room.remoteParticipants.values()].map(personOf) : [],
    ownCamera: me?.getTrackPublication(Track.Source.Camera)?.track,
    cameraOn: me?.isCameraEnabled ?? false,
    microphoneOn: me?.isMicrophoneEnabled ?? false,
    isSpeaking: me?.isSpeaking ?? false,
    isSoundBlocked: room ? phase === 'inside' && !room.canPlaybackAudio : false,
    quality: qualityOf(me),
  };
}

function personOf(person: RemoteParticipant): RemotePerson {
  const publications = [...person.trackPublications.values()];
  const camera = person.getTrackPublication(Track.Source.Camera);
  return {
    id: person.identity,
    camera: camera?.isMuted ? undefined : camera?.track,
    sounds: publications.flatMap(({ kind, track }) => (kind === Track.Kind.Audio && track ? [track as RemoteTrack] : [])),
    microphoneOn: person.isMicrophoneEnabled,
    isSpeaking: person.isSpeaking,
  };
}

function qualityOf(me: Participant | undefined): RoomPicture['quality'] {
  switch (me?.connectionQuality) {
    case ConnectionQuality.Excellent:
    case ConnectionQuality.Good: return 'good';
    case ConnectionQuality.Poor:
    case ConnectionQuality.Lost: return 'poor';
    default: return 'unknown';
  }
}
