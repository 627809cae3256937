/** What the gateway's problem codes mean to someone who administers. */
import { Problem, problemCode } from '../../api/asking';
import type { Text } from '../../language/useText';
import { refusalWords } from '../../visits/refusalWords';

export function adminRefusal(error: unknown, t: Text): string {
  const code = problemCode(error);
  if (code === 'too_many_attempts') return tooMany(error, t);
  return ofPersons(code, t) ?? ofImports(code, t) ?? ofSettings(code, t) ?? refusalWords(code, t);
}

function tooMany(error: unknown, t: Text): string {
  const seconds = error instanceof Problem ? error.waitSeconds : null;
  return seconds ? t('admin.refused.tooManyFor', { seconds }) : t('admin.refused.tooMany');
}

function ofPersons(code: string, t: Text): string | undefined {
  switch (code) {
    case 'personnummer_invalid': return t('admin.refused.personnummer');
    case 'personnummer_taken': return t('admin.refused.taken');
    case 'phone_invalid': return t('admin.refused.phone');
    case 'email_invalid': return t('admin.refused.email');
    case 'hsa_id_invalid': return t('admin.refused.hsaId');
    case 'roles_invalid': return t('admin.refused.roles');
    case 'person_unknown': return t('admin.refused.personUnknown');
    case 'changed_meanwhile': return t('admin.refused.changedMeanwhile');
    case 'own_account': return t('admin.refused.ownAccount');
    case 'last_administrator': return t('admin.refused.lastAdministrator');
    case 'reason_missing': return t('admin.refused.reason');
    case 'forbidden': return t('admin.refused.forbidden');
    case 'not_found': return t('admin.refused.notFound');
    default: return undefined;
  }
}

function ofImports(code: string, t: Text): string | undefined {
  switch (code) {
    case 'too_large': return t('admin.refused.tooLarge');
    case 'import_unreadable': return t('admin.refused.fileUnreadable');
    case 'import_no_header': return t('admin.refused.noHeader');
    case 'import_columns_unknown': return t('admin.refused.columnsUnknown');
    case 'import_columns_twice': return t('admin.refused.columnsTwice');
    case 'import_columns_missing': return t('admin.refused.columnsMissing');
    case 'import_empty': return t('admin.refused.noRows');
    case 'import_too_many_rows': return t('admin.refused.tooManyRows');
    case 'import_unknown': return t('admin.import.unknownText');
    case 'import_incomplete': return t('admin.refused.importIncomplete');
    case 'import_has_bad_rows': return t('admin.refused.badRows');
    case 'import_over': return t('admin.refused.importOver');
    default: return undefined;
  }
}

function ofSettings(code: string, t: Text): string | undefined {
  switch (code) {
    case 'colour_contrast_too_low': return t('admin.refused.contrast');
    case 'sms_decision_missing': return t('admin.refused.smsDecision');
    case 'method_not_configured': return t('admin.refused.method');
    case 'settings_invalid': return t('admin.refused.settings');
    case 'logo_invalid': return t('admin.refused.logo');
    case 'support_open': return t('admin.refused.supportOpen');
    case 'support_closed': return t('admin.refused.supportClosed');
    default: return undefined;
  }
}
