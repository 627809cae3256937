/** «Mina Kontakter»: everyone one has met or is going to meet in a visit. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { ContactList } from '../contacts/ContactList';
import { Loading } from '../frame/Loading';
import { Notice } from '../frame/Notice';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { useMe } from '../frame/SignedIn';
import { usePageTitle } from '../frame/usePageTitle';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { contactsQuestion } from '../questions';

export function ContactsPage() {
  const t = useText();
  const contacts = useQuery(contactsQuestion);
  usePageTitle(t('contacts.title'));
  return (
    <PageFrame>
      <div className="page-head"><PageHeading>{t('contacts.title')}</PageHeading></div>
      {contacts.isPending && <Loading />}
      {contacts.isError && !contacts.data && (
        <Notice kind="error">
          <p>{t('contacts.unavailable')}</p>
          <Button className="button button-outlined" onPress={() => void contacts.refetch()}>{t('tryAgain')}</Button>
        </Notice>
      )}
      {contacts.data?.length === 0 && <NoContacts />}
      {contacts.data && contacts.data.length > 0 && <ContactList contacts={contacts.data} />}
    </PageFrame>
  );
}

function NoContacts() {
  const t = useText();
  const isPatient = useMe().roles.includes('patient');
  return (
    <section className="empty">
      <span className="situation-icon"><Icon name="people" /></span>
      <h2>{t('contacts.empty')}</h2>
      <p>{isPatient ? t('contacts.emptyPatient') : t('contacts.emptyStaff')}</p>
    </section>
  );
}
