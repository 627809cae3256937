/** Going from one room to another, which takes a moment and is done once. */
import { useState } from 'react';
import { useGoStraightIn } from '../visits/useGoStraightIn';

export function useWayBetween() {
  const goStraightIn = useGoStraightIn();
  const [isGoing, setGoing] = useState(false);
  const go = (visitId: string) => {
    setGoing(true);
    void goStraightIn(visitId).finally(() => setGoing(false));
  };
  return { go, isGoing };
}
