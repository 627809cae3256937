/** Makes a room as the visits need it: layered camera, quick return after a break, gone when the page goes. */
import { Room, setLogLevel, VideoPresets } from 'livekit-client';
import type { DeviceChoice } from '../devices/deviceChoice';
import { resumePause } from './pauses';

export function openRoom(choice: DeviceChoice): Room {
  // Attempts to come back are the room's own business; only what it cannot handle is worth a line.
  setLogLevel('error');
  return new Room({
    adaptiveStream: true,
    dynacast: true,
    disconnectOnPageLeave: true,
    audioCaptureDefaults: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    videoCaptureDefaults: { resolution: VideoPresets.h720.resolution },
    publishDefaults: { simulcast: true, stopMicTrackOnMute: false },
    ...(choice.speakerId && { audioOutput: { deviceId: choice.speakerId } }),
    reconnectPolicy: { nextRetryDelayInMs: ({ retryCount }) => resumePause(retryCount) },
  });
}
