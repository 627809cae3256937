/** A visit that can still happen: before it, at its door, inside it, and just outside again. */
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Visit } from '../api/care';
import { useDeviceChoice } from '../devices/useDeviceChoice';
import { Loading } from '../frame/Loading';
import { BeforeTheRoom } from './BeforeTheRoom';
import { isInsideOf, noteInside, noteOutside } from './inside';

const VisitRoom = lazy(async () => ({ default: (await import('../room/VisitRoom')).VisitRoom }));

type Place = 'outside' | 'inside' | 'left';

export function VisitDoor({ visit }: { visit: Visit }) {
  // Reloading the page is always safe: whoever was inside is inside again.
  const [place, setPlace] = useState<Place>(() => (visit.can.join && isInsideOf(visit.id) ? 'inside' : 'outside'));
  const [turn, setTurn] = useState(0);
  const devices = useDeviceChoice();
  const isInside = place === 'inside';
  useEffect(() => {
    if (isInside) noteInside(visit.id);
    else noteOutside(visit.id);
    return () => noteOutside(visit.id);
  }, [isInside, visit.id]);

  if (isInside) {
    return (
      <Suspense fallback={<Loading />}>
        <VisitRoom key={turn} visit={visit} choice={devices.choice} onChoose={devices.choose}
          onLeave={() => setPlace('left')} onAgain={() => setTurn(turn + 1)} />
      </Suspense>
    );
  }
  return <BeforeTheRoom visit={visit} devices={devices} hasLeft={place === 'left'} onEnter={() => setPlace('inside')} />;
}
