/** An import at work; the page may be left and reopened meanwhile. */
import { useEffect, useRef } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import type { Import } from '../../api/imports';
import { useText } from '../../language/useText';
import { progress } from './importFile';

export function ImportRunning({ running }: { running: Import }) {
  const t = useText();
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  const percent = progress(running.handled_rows, running.rows);
  return (
    <section ref={place} tabIndex={-1} aria-label={t('admin.import.running')} className="card admin-form takes-focus">
      <ProgressBar value={percent} className="progress">
        <Label className="field-label">{t('admin.import.running')}</Label>
        <div className="progress-track"><div className="progress-done" style={{ inlineSize: `${percent}%` }} /></div>
      </ProgressBar>
      <p className="number">{t('admin.import.handled', { handled: running.handled_rows, rows: running.rows })}</p>
      <p className="field-help">{t('admin.import.mayLeave')}</p>
    </section>
  );
}
