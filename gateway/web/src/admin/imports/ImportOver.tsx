/** What became of an import. */
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Import } from '../../api/imports';
import { notePosition } from '../../api/asking';
import { useText, type Text } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { forgetLists } from '../person/personQuestion';

export function ImportOver({ over }: { over: Import }) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const isDone = over.state === 'done';
  useEffect(() => {
    heading.current?.focus();
    notePosition(over.position, 'identity');
    if (isDone) forgetLists();
  }, []);
  return (
    <section className="card done-card">
      <span className={`situation-icon ${isDone ? 'done-icon' : ''}`}><Icon name={isDone ? 'check' : 'info'} /></span>
      <h2 ref={heading} tabIndex={-1}>{overWords(over, t)}</h2>
      {over.state === 'failed' && <p>{t('admin.import.failedText')}</p>}
      <div className="form-actions">
        {isDone && over.role === 'patient' && <Link className="button button-primary" to="/admin/patients">{t('admin.toPatients')}</Link>}
        {isDone && over.role === 'staff' && <Link className="button button-primary" to="/admin/staff">{t('admin.toStaff')}</Link>}
        <Link className={`button ${isDone ? 'button-outlined' : 'button-primary'}`} to="/admin/imports">{t('admin.import.new')}</Link>
      </div>
    </section>
  );
}

function overWords(over: Import, t: Text): string {
  if (over.state === 'failed') return t('admin.import.failed');
  if (over.state === 'cancelled') return t('admin.import.cancelled');
  return over.role === 'patient' ? t('admin.import.donePatients', { count: over.rows }) : t('admin.import.doneStaff', { count: over.rows });
}
