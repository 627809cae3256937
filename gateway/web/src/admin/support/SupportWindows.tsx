/** The times support was let in, newest first. */
import type { SupportWindow } from '../../api/support';
import { nameWords } from '../../language/nameWords';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { now } from '../../time/clock';

export function SupportWindows({ windows }: { windows: SupportWindow[] }) {
  const t = useText();
  return (
    <section className="card people" aria-labelledby="support-windows">
      <h2 id="support-windows" className="card-title">{t('admin.support.windows')}</h2>
      {windows.length === 0 && <p className="card-empty">{t('admin.support.noWindows')}</p>}
      <ul className="log">{windows.map((window) => <WindowRow key={window.id} window={window} />)}</ul>
    </section>
  );
}

function WindowRow({ window }: { window: SupportWindow }) {
  const t = useText();
  const dates = useDates();
  return (
    <li className="log-row">
      <strong>{t('admin.support.span', { from: dates.moment(window.opened_at), to: dates.moment(window.closed_at ?? window.ends_at) })}</strong>
      <span>{t('admin.support.forReason', { reason: window.reason })}</span>
      <span className="log-who">{endWords(window, t)}</span>
    </li>
  );
}

function endWords(window: SupportWindow, t: ReturnType<typeof useText>): string {
  const opener = t('admin.support.openedShort', { name: nameWords(window.opened_by, t) });
  if (window.closed_by) return `${opener} ${t('admin.support.closedShort', { name: nameWords(window.closed_by, t) })}`;
  return Date.parse(window.ends_at) > now() ? `${opener} ${t('admin.support.stillOpen')}` : `${opener} ${t('admin.support.ranOut')}`;
}
