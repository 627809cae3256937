/** The ways on from the overview, as one list of large links. */
import { Link, type LinkProps } from '@tanstack/react-router';
import { useMe } from '../frame/SignedIn';
import { useProviderName } from '../frame/useProviderName';
import { useText } from '../language/useText';
import { Icon, type IconName } from '../look/Icon';

export function Shortcuts() {
  const t = useText();
  const { roles } = useMe();
  const provider = useProviderName();
  const isColleague = !roles.includes('patient');
  return (
    <section className="shortcuts" aria-label={t('overview.shortcuts')}>
      <ul className="card rows">
        {roles.includes('staff') && <Shortcut to="/visits/new" icon="plus" title={t('bookings.new')} help={t('overview.newHelp')} />}
        {isColleague && <Shortcut to="/patients/new" icon="person" title={t('overview.addPatient')} help={t('overview.addPatientHelp')} />}
        <Shortcut to="/visits" icon="calendar" title={t('bookings.title')} help={t('overview.bookingsHelp')} />
        <Shortcut to="/contacts" icon="people" title={t('contacts.title')}
          help={isColleague ? t('overview.contactsHelpStaff') : t('overview.contactsHelp')} />
        <Shortcut to="/profile" icon="person" title={t('profile.title')} help={t('overview.profileHelp')} />
        {roles.includes('administrator') && <Shortcut to="/admin" icon="clinic" title={provider} help={t('overview.adminHelp')} />}
      </ul>
    </section>
  );
}

function Shortcut({ to, icon, title, help }: { to: NonNullable<LinkProps['to']>; icon: IconName; title: string; help: string }) {
  return (
    <li className="shortcut">
      <span className="sign-tile" aria-hidden="true"><Icon name={icon} /></span>
      <span className="shortcut-words">
        <Link to={to} className="row-link">{title}</Link>
        <span>{help}</span>
      </span>
      <Icon name="chevron" />
    </li>
  );
}
