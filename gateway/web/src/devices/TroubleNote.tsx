/** Says in words what is the matter with a camera or a microphone, and what helps. */
import { Button } from 'react-aria-components';
import { Notice } from '../frame/Notice';
import { useText, type Text } from '../language/useText';
import type { Kind, Trouble } from './trouble';

interface TroubleNoteProps { kind: Kind; trouble: Trouble; onClose?: () => void }

export function TroubleNote({ kind, trouble, onClose }: TroubleNoteProps) {
  const t = useText();
  return (
    <Notice kind="error">
      <p><strong>{titleOf(kind, trouble, t)}</strong></p>
      <p>{adviceOf(kind, trouble, t)}</p>
      {onClose && <Button className="button button-outlined button-small" onPress={onClose}>{t('trouble.close')}</Button>}
    </Notice>
  );
}

function titleOf(kind: Kind, trouble: Trouble, t: Text): string {
  const isCamera = kind === 'camera';
  switch (trouble) {
    case 'denied': return isCamera ? t('trouble.cameraDenied') : t('trouble.microphoneDenied');
    case 'missing': return isCamera ? t('trouble.cameraMissing') : t('trouble.microphoneMissing');
    case 'busy': return isCamera ? t('trouble.cameraBusy') : t('trouble.microphoneBusy');
    default: return isCamera ? t('trouble.cameraFailed') : t('trouble.microphoneFailed');
  }
}

function adviceOf(kind: Kind, trouble: Trouble, t: Text): string {
  switch (trouble) {
    case 'denied': return t('trouble.deniedAdvice');
    case 'missing': return kind === 'camera' ? t('trouble.cameraMissingAdvice') : t('trouble.microphoneMissingAdvice');
    case 'busy': return t('trouble.busyAdvice');
    case 'unsupported': return t('trouble.unsupportedAdvice');
    default: return t('trouble.failedAdvice');
  }
}
