/** Notices that a visit was started while its page was open, and tells it aloud once. */
import { useEffect, useRef, useState } from 'react';
import type { Visit, VisitState } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { useText } from '../language/useText';

/** True from the moment a shown visit was started until none of them goes on any more. */
export function useHeardStart(visits: Visit[] | undefined): boolean {
  const t = useText();
  const announce = useAnnounce();
  const known = useRef(new Map<string, VisitState>());
  const [startedId, setStartedId] = useState<string | null>(null);

  useEffect(() => {
    for (const visit of visits ?? []) {
      const before = known.current.get(visit.id);
      known.current.set(visit.id, visit.state);
      if (before === 'booked' && visit.state === 'started') {
        setStartedId(visit.id);
        announce(t('visit.startedAnnouncement', { name: visit.name }));
      }
    }
  }, [visits, announce, t]);

  return visits?.some((visit) => visit.id === startedId && visit.state === 'started') ?? false;
}
