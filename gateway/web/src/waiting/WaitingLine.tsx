/** «… väntar»: who waits for a visit to be started, for those who may start it. */
import type { Visit } from '../api/care';
import { useText } from '../language/useText';
import { waitingIn, waitingWords } from './waitingIn';

export function WaitingLine({ visit }: { visit: Visit }) {
  const t = useText();
  const people = waitingIn(visit);
  if (people.length === 0) return null;
  return (
    <p className="waiting-line" data-testid="waiting">
      <span className="dot pulse" aria-hidden="true" /><span>{waitingWords(people, t)}</span>
    </p>
  );
}
