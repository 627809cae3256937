/** «Ny bokning»: staff book a visit in which they take part. */
import { Link, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { BookingForm } from '../booking/BookingForm';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { useMe } from '../frame/SignedIn';
import { usePageTitle } from '../frame/usePageTitle';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { ForbiddenPage } from './ForbiddenPage';

export function BookVisitPage() {
  const isStaff = useMe().roles.includes('staff');
  return isStaff ? <Booking /> : <ForbiddenPage />;
}

function Booking() {
  const t = useText();
  const { id, name, initials } = useMe();
  const { date } = useSearch({ from: '/signed-in/visits/new' });
  const staff = useMemo(() => [{ id, name, initials }], [id]);
  usePageTitle(t('booking.title'));
  return (
    <PageFrame>
      <div className="narrow">
        <Link to="/visits" className="back-link"><Icon name="back" />{t('bookings.title')}</Link>
        <PageHeading>{t('booking.title')}</PageHeading>
        <BookingForm staff={staff} date={date} back="/visits" />
      </div>
    </PageFrame>
  );
}
