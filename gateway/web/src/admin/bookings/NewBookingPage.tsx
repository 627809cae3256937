/** «Ny bokning» for anyone: administrators book for colleagues (BOK-2). */
import { Link } from '@tanstack/react-router';
import { BookingForm } from '../../booking/BookingForm';
import { PageHeading } from '../../frame/PageHeading';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { AdminFrame } from '../frame/AdminFrame';

export function NewBookingPage() {
  const t = useText();
  usePageTitle(t('booking.title'));
  return (
    <AdminFrame>
      <div className="narrow">
        <Link to="/admin/bookings/{-$tab}" params={{ tab: 'future' }} className="back-link"><Icon name="back" />{t('our.futureTitle')}</Link>
        <PageHeading>{t('booking.title')}</PageHeading>
        <BookingForm staff={[]} back="/admin/bookings/{-$tab}" />
      </div>
    </AdminFrame>
  );
}
