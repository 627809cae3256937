/** Why a camera or a microphone does not work, as far as the browser tells. */

export type Trouble = 'denied' | 'missing' | 'busy' | 'unsupported' | 'failed';
export type Kind = 'camera' | 'microphone';

export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError' || name === 'PermissionDeniedError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError' || name === 'DevicesNotFoundError') return 'missing';
  if (name === 'NotReadableError' || name === 'TrackStartError' || name === 'AbortError') return 'busy';
  return name === 'TypeError' ? 'unsupported' : 'failed';
}
