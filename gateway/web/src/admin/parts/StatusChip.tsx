/** «Aktiv», «Inaktiv» or «Borttagen», as a chip. */
import type { Status } from '../../api/people';
import { useText, type Text } from '../../language/useText';

export function StatusChip({ status }: { status: Status }) {
  return <span className={`chip chip-status-${status}`}><span className="dot" />{statusWords(status, useText())}</span>;
}

export function statusWords(status: Status, t: Text): string {
  if (status === 'active') return t('admin.status.active');
  return status === 'inactive' ? t('admin.status.inactive') : t('admin.status.removed');
}
