/** Plays what the others say; nothing to see. */
import type { RemoteTrack } from 'livekit-client';
import { useEffect, useRef } from 'react';
import type { RemotePerson } from './roomPicture';

export function Sounds({ others }: { others: RemotePerson[] }) {
  return others.flatMap((person) => person.sounds.map((track) => <Sound key={track.sid ?? track.mediaStreamTrack.id} track={track} />));
}

function Sound({ track }: { track: RemoteTrack }) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = audio.current;
    if (!element) return undefined;
    track.attach(element);
    return () => void track.detach(element);
  }, [track]);
  return <audio ref={audio} autoPlay data-testid="remote-audio" />;
}
