/** Persons in a table, which on a phone becomes a card for each. */
import { Link } from '@tanstack/react-router';
import type { FoundPerson, Group } from '../../api/administering';
import { personnummerWords } from '../../language/personnummerWords';
import { roleWords } from '../../language/roleWords';
import { useText } from '../../language/useText';
import { StatusChip } from '../parts/StatusChip';

// The roles stand in words because a table that is laid out as cards loses them in the browser.
export function PeopleTable({ group, people, isOld }: { group: Group; people: FoundPerson[]; isOld: boolean }) {
  const t = useText();
  return (
    <table role="table" className={`people-table people-table-${group}`} data-old={isOld || undefined}>
      <caption className="for-screen-readers">{group === 'patients' ? t('admin.patients') : t('admin.staff')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{t('admin.column.name')}</th>
          {group === 'staff' && <th role="columnheader" scope="col">{t('admin.column.rights')}</th>}
          <th role="columnheader" scope="col">{t('admin.column.status')}</th>
          <th role="columnheader" scope="col"><span className="for-screen-readers">{t('admin.edit')}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {people.map((person) => <PersonRow key={person.id} group={group} person={person} />)}
      </tbody>
    </table>
  );
}

function PersonRow({ group, person }: { group: Group; person: FoundPerson }) {
  const t = useText();
  return (
    <tr role="row" className="person-row">
      <td role="cell" className="person-who">
        <span className="letter" aria-hidden="true">{person.initials}</span>
        <span className="person-row-words">
          <strong>{person.name}</strong>
          <span className="number">{personnummerWords(person.personnummer)}</span>
        </span>
      </td>
      {group === 'staff' && <td role="cell" className="person-rights">{person.roles.map((role) => roleWords(role, t)).join(', ')}</td>}
      <td role="cell" className="person-status"><StatusChip status={person.status} /></td>
      <td role="cell" className="person-edit">
        <Link to={group === 'patients' ? '/admin/patients/$personId' : '/admin/staff/$personId'} params={{ personId: person.id }} preload={false}
          aria-label={t('admin.editWhom', { name: person.name })}>{t('admin.edit')}</Link>
      </td>
    </tr>
  );
}
