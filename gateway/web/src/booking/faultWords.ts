/** What is wrong with a field, and what to write instead. */
import type { Text } from '../language/useText';
import { LONGEST_SERIES, MOST_PEOPLE, peopleIn, type Draft } from './draft';
import { LONGEST_LENGTH, SHORTEST_LENGTH, type Fault, type Field } from './faults';

export function faultWords(field: Field, fault: Fault, draft: Draft, t: Text): string {
  switch (fault) {
    case 'missing': return missingWords(field, draft, t);
    case 'past': return t('refused.startsInThePast');
    case 'tooFarAhead': return field === 'times' ? t('booking.seriesTooFar') : t('refused.tooFarAhead');
    case 'onlyOne': return t('booking.onlyOnePatient');
    case 'tooMany': return t('booking.tooManyPeople', { count: peopleIn(draft), most: MOST_PEOPLE });
    case 'notANumber': return field === 'times' ? t('booking.timesFault') : t('booking.lengthFault');
    case 'outOfRange': return field === 'times'
      ? t('booking.timesRange', { least: 2, most: LONGEST_SERIES })
      : t('booking.lengthRange', { least: SHORTEST_LENGTH, most: LONGEST_LENGTH });
  }
}

function missingWords(field: Field, draft: Draft, t: Text): string {
  switch (field) {
    case 'name': return t('booking.nameMissing');
    case 'date': return t('booking.dateMissing');
    case 'time': return t('booking.timeMissing');
    case 'staff': return t('booking.staffMissing');
    case 'patients': return draft.kind === 'group' ? t('booking.patientsMissing') : t('booking.patientMissing');
    case 'length': return t('booking.lengthFault');
    case 'times': return t('booking.timesFault');
  }
}
