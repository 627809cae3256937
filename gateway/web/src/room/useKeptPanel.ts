/** The panel beside the pictures: what was open stays open when staff go from one small group to the next. */
import { useState } from 'react';
import type { Panel } from './RoomPanel';

/** Where a panel lies over the pictures, one sees the people first. */
const BESIDE = '(min-width: 48rem)';

let kept: Panel | null = null;

export function useKeptPanel(): [Panel | null, (panel: Panel | null) => void] {
  const [panel, setPanel] = useState<Panel | null>(() => (kept === 'groups' && window.matchMedia(BESIDE).matches ? kept : null));
  const open = (wanted: Panel | null) => {
    kept = wanted;
    setPanel(wanted);
  };
  return [panel, open];
}
