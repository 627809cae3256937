/** «Lägg till patient» and «Lägg till vårdpersonal», in the admin tool and, for patients, outside of it too. */
import { Link } from '@tanstack/react-router';
import { PageFrame } from '../../frame/PageFrame';
import { PageHeading } from '../../frame/PageHeading';
import { useMe } from '../../frame/SignedIn';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { ForbiddenPage } from '../../pages/ForbiddenPage';
import { AdminFrame } from '../frame/AdminFrame';
import { AddPerson } from './AddPerson';

export function AdminAddPatientPage() {
  const t = useText();
  usePageTitle(t('admin.addPatient'));
  return (
    <AdminFrame>
      <div className="narrow">
        <Link to="/admin/patients" className="back-link"><Icon name="back" />{t('admin.patients')}</Link>
        <PageHeading>{t('admin.addPatient')}</PageHeading>
        <AddPerson group="patients" isAdministrator />
      </div>
    </AdminFrame>
  );
}

export function AdminAddStaffPage() {
  const t = useText();
  usePageTitle(t('admin.addStaff'));
  return (
    <AdminFrame>
      <div className="narrow">
        <Link to="/admin/staff" className="back-link"><Icon name="back" />{t('admin.staff')}</Link>
        <PageHeading>{t('admin.addStaff')}</PageHeading>
        <AddPerson group="staff" isAdministrator />
      </div>
    </AdminFrame>
  );
}

/** Where staff who do not administer add a patient. */
export function AddPatientPage() {
  const roles = useMe().roles;
  const isAdministrator = roles.includes('administrator');
  return isAdministrator || roles.includes('staff') ? <AddPatient isAdministrator={isAdministrator} /> : <ForbiddenPage />;
}

function AddPatient({ isAdministrator }: { isAdministrator: boolean }) {
  const t = useText();
  usePageTitle(t('admin.addPatient'));
  return (
    <PageFrame>
      <div className="narrow">
        <Link to="/visits/new" className="back-link"><Icon name="back" />{t('bookings.new')}</Link>
        <PageHeading>{t('admin.addPatient')}</PageHeading>
        <AddPerson group="patients" isAdministrator={isAdministrator} />
      </div>
    </PageFrame>
  );
}
