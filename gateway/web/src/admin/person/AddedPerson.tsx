/** What was done after a person was added, and what one may want to do next. */
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { Group } from '../../api/administering';
import { useText } from '../../language/useText';
import { personnummerWords } from '../../language/personnummerWords';
import { Icon } from '../../look/Icon';
import type { Added } from './AddPerson';

interface AddedPersonProps { group: Group; added: Added; isAdministrator: boolean; onAnother: () => void }

export function AddedPerson({ group, added, isAdministrator, onAnother }: AddedPersonProps) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="card done-card">
      <span className="situation-icon done-icon"><Icon name="check" /></span>
      <h2 ref={heading} tabIndex={-1}>{t('admin.added', { name: added.name })}</h2>
      <p>{group === 'patients' ? t('admin.addedPatient') : t('admin.addedStaff')}</p>
      <p className="number done-number">{personnummerWords(added.personnummer)}</p>
      <div className="form-actions">
        <Button className="button button-primary" onPress={onAnother}><Icon name="plus" />{t('admin.addAnother')}</Button>
        {isAdministrator && (
          <Link className="button button-outlined" to={group === 'patients' ? '/admin/patients/$personId' : '/admin/staff/$personId'}
            params={{ personId: added.id }} preload={false}>{t('admin.showPerson')}</Link>
        )}
        {!isAdministrator && <Link className="button button-outlined" to="/visits/new">{t('bookings.new')}</Link>}
      </div>
    </section>
  );
}
