/** BankID's moving code, drawn anew each second; what it is for stands beside it in words. */
import { useMemo } from 'react';
import { useText } from '../language/useText';
import { qrPath } from './qrPath';

export function QrCode({ text }: { text: string }) {
  const t = useText();
  const { size, path } = useMemo(() => qrPath(text), [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('bankid.qrLabel')} shapeRendering="crispEdges">
      <rect width={size} height={size} className="qr-ground" />
      <path d={path} className="qr-squares" />
    </svg>
  );
}
