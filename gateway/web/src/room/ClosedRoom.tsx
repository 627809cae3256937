/** What is shown the moment the room is closed to this person, and how to go on. */
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import { PageFrame } from '../frame/PageFrame';
import { Situation } from '../frame/Situation';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { RemovedFromVisit } from '../visits/RemovedFromVisit';

interface ClosedRoomProps { visit: Visit; phase: 'over' | 'removed' | 'elsewhere'; onAgain: () => void }

export function ClosedRoom({ visit, phase, onAgain }: ClosedRoomProps) {
  if (phase === 'elsewhere') return <Elsewhere onAgain={onAgain} />;
  return phase === 'removed' ? <RemovedFromVisit /> : <Over visit={visit} onAgain={onAgain} />;
}

const ASK_AGAIN_MILLISECONDS = 1_500;
/** If the log still calls the visit open after this long, the room was closed by mistake and one may go back. */
const MISTAKE_MILLISECONDS = 6_000;

/** The media server is quicker than the booking log's readers; the page asks until it knows who ended the visit. */
function Over({ visit, onAgain }: { visit: Visit; onAgain: () => void }) {
  const t = useText();
  const [isMistake, setMistake] = useState(false);
  useEffect(() => {
    const patience = setTimeout(() => setMistake(true), MISTAKE_MILLISECONDS);
    return () => clearTimeout(patience);
  }, []);
  useEffect(() => {
    const ask = () => void refreshVisits(visit.id).catch(() => undefined);
    ask();
    const timer = setInterval(ask, ASK_AGAIN_MILLISECONDS);
    return () => clearInterval(timer);
  }, [visit.id]);
  return (
    <PageFrame>
      <Situation icon="check" title={t('ended.title')} actions={<Link className="button button-primary" to="/visits">{t('toBookings')}</Link>}>
        <p>{t('ended.closedForAll')}</p>
        {isMistake && visit.can.join && <Button className="button button-quiet" onPress={onAgain}>{t('ended.goBackIn')}</Button>}
      </Situation>
    </PageFrame>
  );
}

function Elsewhere({ onAgain }: { onAgain: () => void }) {
  const t = useText();
  return (
    <PageFrame>
      <Situation icon="info" title={t('elsewhere.title')} actions={<>
        <Button className="button button-primary" onPress={onAgain}>{t('elsewhere.comeHere')}</Button>
        <Link className="button button-outlined" to="/visits">{t('toBookings')}</Link>
      </>}>
        <p>{t('elsewhere.text')}</p>
      </Situation>
    </PageFrame>
  );
}
