/** «Våra bokningar», and «Våra framtida bokningar» as its first tab: every booking of the provider (Q3). */
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Tab as TabButton, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Tab } from '../../api/care';
import { PageHeading } from '../../frame/PageHeading';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText, type Text } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { JustBooked } from '../../visits/JustBooked';
import { AdminFrame } from '../frame/AdminFrame';
import { BookingsSearch } from './BookingsSearch';
import { TABS, useBookingsView } from './bookingsView';
import { FoundBookings } from './FoundBookings';
import { NeedyBookings } from './NeedyBookings';
import { useNeedy } from './useNeedy';

export function OurBookingsPage() {
  const t = useText();
  const address = useParams({ strict: false }).tab;
  const title = address === 'future' ? t('our.futureTitle') : t('our.title');
  usePageTitle(title);
  return (
    <AdminFrame>
      <div className="admin-head">
        <PageHeading>{title}</PageHeading>
        <div className="admin-head-actions">
          <Link to="/admin/bookings/new" className="button button-primary"><Icon name="plus" />{t('bookings.new')}</Link>
        </div>
      </div>
      <div className="just-booked"><JustBooked /></div>
      <Bookings tab={TABS.find((each) => each === address) ?? 'future'} />
    </AdminFrame>
  );
}

function Bookings({ tab }: { tab: Tab }) {
  const t = useText();
  const navigate = useNavigate();
  const isNeedyOnly = useSearch({ strict: false }).attention === true;
  const [view, show] = useBookingsView(tab);
  const [opened] = useState(tab);
  const needy = useNeedy(isNeedyOnly ? view.sought : null);
  const go = (to: Tab, attention: boolean) => void navigate({
    to: '/admin/bookings/{-$tab}', params: { tab: to === 'future' ? undefined : to }, search: attention ? { attention } : {}, replace: true,
  });
  return (
    <>
      <BookingsSearch view={view} onChange={show} isNeedyOnly={isNeedyOnly} needy={needy.count} onNeedyOnly={(only) => go(tab, only)} />
      <Tabs selectedKey={tab} defaultSelectedKey={opened} onSelectionChange={(key) => go(key as Tab, isNeedyOnly)}>
        <TabList className="tabs" aria-label={t('our.title')}>
          {TABS.map((each) => (
            <TabButton key={each} id={each} className="tab">
              {tabWords(each, t)}{isNeedyOnly && <span className="tab-count">{needy.inTab(each).length}</span>}
            </TabButton>
          ))}
        </TabList>
        <TabPanel id={tab} className="tab-panel">
          {isNeedyOnly
            ? <NeedyBookings needy={needy} tab={tab} view={view} />
            : <FoundBookings tab={tab} view={view} onChange={show} />}
        </TabPanel>
      </Tabs>
    </>
  );
}

function tabWords(tab: Tab, t: Text): string {
  if (tab === 'future') return t('our.tab.future');
  return tab === 'ongoing' ? t('our.tab.ongoing') : t('our.tab.earlier');
}
