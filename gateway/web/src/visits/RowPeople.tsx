/** Who is met in a visit, on one line of a row; a lone patient with personnummer for staff. */
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { namesOf } from './namesOf';
import { othersIn } from './standing';

export function RowPeople({ visit }: { visit: Visit }) {
  const t = useText();
  const people = othersIn(visit, useMe());
  const number = people.length === 1 ? people[0]?.personnummer : null;
  return (
    <>
      {people.length > 0 && (
        <span className="row-person">
          {namesOf(people, t)}
          {number && <span className="number">{personnummerWords(number)}</span>}
        </span>
      )}
      {(visit.is_group || visit.series_id) && (
        <span className="row-person">
          {visit.is_group && <span className="row-tag"><Icon name="people" />{t('visit.group', { count: visit.people_count })}</span>}
          {visit.series_id && <span className="row-tag"><Icon name="repeat" />{t('visit.series')}</span>}
        </span>
      )}
    </>
  );
}
