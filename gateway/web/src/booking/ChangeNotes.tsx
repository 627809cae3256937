/** What follows for people when they are taken out of a visit. */
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import { Notice } from '../frame/Notice';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import type { Draft } from './draft';

export function ChangeNotes({ visit, draft, myId }: { visit: Visit; draft: Draft; myId: string }) {
  const t = useText();
  const left = [...visit.staff, ...visit.patients].filter(({ id }) => ![...draft.staff, ...draft.patients].some((person) => person.id === id));
  const others = left.filter(({ id }) => id !== myId);
  const names = (people: Participant[]) => people.map((person) => nameWords(person, t)).join(', ');
  return (
    <div role="status">
      {left.length > 0 && (
        <Notice kind="info">
          {left.length > others.length && <p>{t('change.withoutMe')}</p>}
          {others.length > 0 && <p>{visit.state === 'started'
            ? t('change.disconnects', { names: names(others), count: others.length })
            : t('change.takesOut', { names: names(others), count: others.length })}</p>}
        </Notice>
      )}
    </div>
  );
}
