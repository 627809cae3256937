/** Who the history is with: name, and number or role. */
import type { ContactHistory } from '../api/contacts';
import { PageHeading } from '../frame/PageHeading';
import { nameWords } from '../language/nameWords';
import { personnummerWords } from '../language/personnummerWords';
import { roleWords } from '../language/roleWords';
import { useText } from '../language/useText';

export function ContactHeading({ contact }: { contact: ContactHistory['contact'] }) {
  const t = useText();
  return (
    <div className="contact-heading">
      <span className="letter" aria-hidden="true">{contact.initials ?? '–'}</span>
      <div>
        <PageHeading>{nameWords(contact, t)}</PageHeading>
        <p className="number">{contact.personnummer ? personnummerWords(contact.personnummer) : contact.roles.map((role) => roleWords(role, t)).join(', ')}</p>
      </div>
    </div>
  );
}
