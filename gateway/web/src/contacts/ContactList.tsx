/** One's contacts, by name, with a field that narrows them down. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';
import type { Contact } from '../api/people';
import { useMe } from '../frame/SignedIn';
import { personnummerWords } from '../language/personnummerWords';
import { roleWords } from '../language/roleWords';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { now } from '../time/clock';
import { matching } from './matching';

export function ContactList({ contacts }: { contacts: Contact[] }) {
  const t = useText();
  const isPatient = useMe().roles.includes('patient');
  const [typed, setTyped] = useState('');
  const found = matching(contacts, typed);
  return (
    <div className="contacts">
      <SearchField className="field search-field" value={typed} onChange={setTyped}>
        <Label className="field-label">{isPatient ? t('contacts.searchName') : t('contacts.search')}</Label>
        <div className="search-box">
          <Icon name="search" />
          <Input className="input" autoComplete="off" />
        </div>
      </SearchField>
      <p className="found" role="status">{t('contacts.found', { count: found.length })}</p>
      {found.length > 0 && (
        <ul className="card rows">
          {found.map((contact) => <ContactRow key={contact.id} contact={contact} />)}
        </ul>
      )}
      {found.length === 0 && <p className="empty-search">{t('contacts.none')}</p>}
    </div>
  );
}

function ContactRow({ contact }: { contact: Contact }) {
  const t = useText();
  return (
    <li className="contact">
      <span className="letter" aria-hidden="true">{contact.initials}</span>
      <div className="contact-who">
        <Link className="row-link" to="/contacts/$personId" params={{ personId: contact.id }} aria-label={t('history.open', { name: contact.name })}>
          {contact.name}
        </Link>
        <span className="number">
          {contact.personnummer ? personnummerWords(contact.personnummer) : contact.roles.map((role) => roleWords(role, t)).join(', ')}
        </span>
      </div>
      <ContactVisits contact={contact} />
      <span className="contact-open" aria-hidden="true">{t('history.title')}<Icon name="chevron" /></span>
    </li>
  );
}

function ContactVisits({ contact }: { contact: Contact }) {
  const t = useText();
  const dates = useDates();
  return (
    <dl className="contact-visits">
      {contact.next_visit_at && (
        <div><dt>{t('contacts.next')}</dt><dd>{dates.dayAndTime(contact.next_visit_at, now())}</dd></div>
      )}
      {contact.latest_visit_at && (
        <div><dt>{t('contacts.latest')}</dt><dd>{dates.date(contact.latest_visit_at)}</dd></div>
      )}
      {!contact.next_visit_at && !contact.latest_visit_at && <div><dt>{t('contacts.noVisits')}</dt></div>}
    </dl>
  );
}
