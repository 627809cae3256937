/** What the gateway's problem codes mean to the person who met them. */
import type { Text } from '../language/useText';

export function refusalWords(code: string, t: Text): string {
  switch (code) {
    case 'starts_in_the_past': return t('refused.startsInThePast');
    case 'too_far_ahead': return t('refused.tooFarAhead');
    case 'length_out_of_range': return t('refused.lengthOutOfRange');
    case 'person_unknown': return t('refused.personUnknown');
    case 'person_not_active': return t('refused.personNotActive');
    case 'not_a_patient': return t('refused.notAPatient');
    case 'not_for_colleagues': return t('refused.notForColleagues');
    case 'staff_missing': return t('refused.staffMissing');
    case 'patient_missing': return t('refused.patientMissing');
    case 'too_many_people': return t('refused.tooManyPeople');
    case 'person_twice': return t('refused.personTwice');
    case 'visit_not_started': return t('refused.notStarted');
    case 'visit_already_started': return t('refused.alreadyStarted');
    case 'visit_ended': return t('refused.ended');
    case 'visit_cancelled': return t('refused.cancelled');
    case 'visit_missed': return t('refused.missed');
    case 'visit_not_over': return t('refused.notOver');
    case 'not_in_the_visit': return t('refused.notInTheVisit');
    case 'only_staff': return t('refused.onlyStaff');
    case 'forbidden': return t('refused.onlyStaff');
    case 'not_found': return t('refused.notInTheVisit');
    case 'changed_meanwhile': return t('refused.changedMeanwhile');
    case 'id_taken': return t('refused.idTaken');
    case 'invalid': return t('refused.invalid');
    case 'offline': return t('refused.offline');
    default: return t('refused.unavailable');
  }
}
