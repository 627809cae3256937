/** «Ny bokning»: staff book a visit with one of the provider's patients. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import { BookingForm } from '../booking/BookingForm';
import { Loading } from '../frame/Loading';
import { Notice } from '../frame/Notice';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { useMe } from '../frame/SignedIn';
import { usePageTitle } from '../frame/usePageTitle';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { patientsQuestion } from '../questions';
import { ForbiddenPage } from './ForbiddenPage';

export function BookVisitPage() {
  const isStaff = useMe().roles.includes('staff');
  return isStaff ? <Booking /> : <ForbiddenPage />;
}

function Booking() {
  const t = useText();
  const patients = useQuery(patientsQuestion);
  usePageTitle(t('booking.title'));
  return (
    <PageFrame>
      <div className="narrow">
        <Link to="/visits" className="back-link"><Icon name="back" />{t('bookings.title')}</Link>
        <PageHeading>{t('booking.title')}</PageHeading>
        {patients.isPending && <Loading />}
        {patients.isError && !patients.data && (
          <Notice kind="error">
            <p>{t('booking.patientsUnavailable')}</p>
            <Button className="button button-outlined" onPress={() => void patients.refetch()}>{t('tryAgain')}</Button>
          </Notice>
        )}
        {patients.data && <BookingForm patients={patients.data} />}
      </div>
    </PageFrame>
  );
}
