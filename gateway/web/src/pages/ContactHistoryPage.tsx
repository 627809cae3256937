/** «Bokningshistorik»: the visits one has or had with one contact, the latest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import { Problem } from '../api/asking';
import type { ContactHistory } from '../api/contacts';
import { Loading } from '../frame/Loading';
import { Notice } from '../frame/Notice';
import { PageFrame } from '../frame/PageFrame';
import { Situation } from '../frame/Situation';
import { usePageTitle } from '../frame/usePageTitle';
import { ContactHeading } from '../history/ContactHeading';
import { HistoryRow } from '../history/HistoryRow';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { contactHistoryQuestion } from '../questions';
import { useNow } from '../time/useNow';
import { MoreVisits } from '../visits/MoreVisits';
import { usePages } from '../visits/useMyVisits';

const MINUTE_TICK = 15_000;

export function ContactHistoryPage() {
  const { personId } = useParams({ from: '/signed-in/contacts/$personId' });
  return <HistoryWith key={personId} personId={personId} />;
}

function HistoryWith({ personId }: { personId: string }) {
  const t = useText();
  const asked = useInfiniteQuery(contactHistoryQuestion(personId));
  const { visits, ...pages } = usePages(asked);
  const contact = asked.data?.pages[0]?.contact;
  usePageTitle(t('history.title'));
  if (asked.error instanceof Problem && asked.error.status === 404) return <NoContact />;
  return (
    <PageFrame>
      <div className="history">
        <Link to="/contacts" className="back-link"><Icon name="back" />{t('contacts.title')}</Link>
        {pages.isPending && <Loading />}
        {pages.isUnavailable && (
          <Notice kind="error">
            <p>{t('history.unavailable')}</p>
            <Button className="button button-outlined" onPress={pages.retry}>{t('tryAgain')}</Button>
          </Notice>
        )}
        {contact && visits && <History contact={contact} visits={visits} />}
        <MoreVisits {...pages} what={t('history.title')} />
      </div>
    </PageFrame>
  );
}

function History({ contact, visits }: { contact: ContactHistory['contact']; visits: ContactHistory['visits'] }) {
  const t = useText();
  const now = useNow(MINUTE_TICK);
  return (
    <>
      <ContactHeading contact={contact} />
      <section className="visit-group" aria-labelledby="history-heading">
        <h2 id="history-heading">{t('history.title')}</h2>
        {visits.length === 0 && <p className="empty-search">{t('history.empty')}</p>}
        {visits.length > 0 && <ul className="card rows">{visits.map((visit) => <HistoryRow key={visit.id} visit={visit} now={now} />)}</ul>}
      </section>
    </>
  );
}

function NoContact() {
  const t = useText();
  return (
    <PageFrame>
      <Situation icon="info" title={t('history.unknownTitle')} actions={<Link className="button button-primary" to="/contacts">{t('history.toContacts')}</Link>}>
        <p>{t('history.unknown')}</p>
      </Situation>
    </PageFrame>
  );
}
