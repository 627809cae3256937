/** One's own camera picture, mirrored as in a looking-glass; initials when the camera is off. */
import { useEffect, useRef } from 'react';
import { useText } from '../language/useText';

export function OwnPicture({ track, initials }: { track: MediaStreamTrack | undefined; initials: string }) {
  const t = useText();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return (
    <div className="own-picture">
      {track
        ? <video ref={video} className="mirrored" autoPlay playsInline muted aria-label={t('devices.ownPicture')} data-testid="preview-video" />
        : <p className="own-picture-off"><span className="letter letter-large" aria-hidden="true">{initials}</span>{t('devices.cameraOff')}</p>}
    </div>
  );
}
