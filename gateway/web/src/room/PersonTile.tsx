/** One person in the room: the camera picture, or initials when there is none, and always the name. */
import type { Track } from 'livekit-client';
import { useEffect, useRef } from 'react';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';

interface PersonTileProps {
  testId: 'remote' | 'self';
  name: string;
  initials: string;
  camera: Track | undefined;
  microphoneOn: boolean;
  isSpeaking: boolean;
  isOwn?: boolean;
}

export function PersonTile({ testId, name, initials, camera, microphoneOn, isSpeaking, isOwn = false }: PersonTileProps) {
  const t = useText();
  return (
    <figure className={`tile ${isSpeaking ? 'tile-speaking' : ''}`} data-testid={`${testId}-tile`}>
      {camera
        ? <Picture track={camera} isMirrored={isOwn} label={t('room.pictureOf', { name })} testId={`${testId}-video`} />
        : <span className="letter letter-large" aria-hidden="true">{initials}</span>}
      <figcaption className="tile-name">
        {!microphoneOn && <Icon name="microphoneOff" />}
        <span>{name}</span>
        {!microphoneOn && <span className="for-screen-readers">{t('room.microphoneIsOff')}</span>}
        {!camera && <span className="for-screen-readers">{t('room.cameraIsOff')}</span>}
      </figcaption>
    </figure>
  );
}

function Picture({ track, isMirrored, label, testId }: { track: Track; isMirrored: boolean; label: string; testId: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    track.attach(element);
    return () => void track.detach(element);
  }, [track]);
  return <video ref={video} className={isMirrored ? 'mirrored' : ''} autoPlay playsInline muted aria-label={label} data-testid={testId} />;
}
