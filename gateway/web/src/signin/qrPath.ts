/** A QR code as one drawn path: its dark squares, joined along each row. */
import { encode } from 'uqr';

/** The light edge that readers of codes need around them. */
const QUIET_SQUARES = 4;

export interface QrDrawing { size: number; path: string }

export function qrPath(text: string): QrDrawing {
  const { size, data } = encode(text, { ecc: 'L', border: QUIET_SQUARES });
  return { size, path: data.map((row, y) => rowPath(row, y)).join('') };
}

function rowPath(row: boolean[], y: number): string {
  let path = '';
  let start = -1;
  for (let x = 0; x <= row.length; x += 1) {
    const isDark = row[x] === true;
    if (isDark && start < 0) start = x;
    if (!isDark && start >= 0) {
      path += `M${start} ${y}h${x - start}v1h-${x - start}z`;
      start = -1;
    }
  }
  return path;
}
