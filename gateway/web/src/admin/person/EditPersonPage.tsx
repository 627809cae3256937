/** «Redigera»: one person's data, rights and status. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Group } from '../../api/administering';
import { Problem, problemCode } from '../../api/asking';
import type { Profile } from '../../api/people';
import { Loading } from '../../frame/Loading';
import { PageHeading } from '../../frame/PageHeading';
import { Situation } from '../../frame/Situation';
import { useMe } from '../../frame/SignedIn';
import { usePageTitle } from '../../frame/usePageTitle';
import { personnummerWords } from '../../language/personnummerWords';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { AdminFrame } from '../frame/AdminFrame';
import { StatusChip } from '../parts/StatusChip';
import { Unavailable } from '../parts/Unavailable';
import { personQuestion } from './personQuestion';
import { ProfileForm } from './ProfileForm';
import { RemovedPerson } from './RemovedPerson';
import { RightsForm } from './RightsForm';
import { StatusForm } from './StatusForm';

export const EditPatientPage = () => <EditPersonPage group="patients" />;
export const EditColleaguePage = () => <EditPersonPage group="staff" />;

function EditPersonPage({ group }: { group: Group }) {
  const { personId } = useParams({ strict: false });
  return <AdminFrame><PersonById key={personId} group={group} personId={personId ?? ''} /></AdminFrame>;
}

function PersonById({ group, personId }: { group: Group; personId: string }) {
  const t = useText();
  const person = useQuery(personQuestion(personId));
  usePageTitle(t('admin.edit'));
  if (person.isPending) return <Loading />;
  if (!person.data) {
    return isUnknown(person.error) ? <UnknownPerson group={group} /> : <Unavailable error={person.error} onRetry={() => void person.refetch()} />;
  }
  return (
    <div className="person-page">
      <Link to={group === 'patients' ? '/admin/patients' : '/admin/staff'} className="back-link">
        <Icon name="back" />{group === 'patients' ? t('admin.patients') : t('admin.staff')}
      </Link>
      {person.data.status === 'removed' ? <RemovedPerson person={person.data} /> : <Person person={person.data} />}
    </div>
  );
}

function Person({ person }: { person: Profile }) {
  const t = useText();
  const isOneself = useMe().id === person.id;
  return (
    <>
      <div className="person-head">
        <span className="letter letter-person" aria-hidden="true">{person.initials}</span>
        <div>
          <PageHeading>{person.name}</PageHeading>
          <p className="person-head-line"><span className="number">{personnummerWords(person.personnummer)}</span><StatusChip status={person.status} /></p>
        </div>
      </div>
      <div className="person-parts">
        <section className="card admin-form" aria-labelledby="person-data">
          <h2 id="person-data">{t('admin.person.data')}</h2>
          <ProfileForm person={person} />
        </section>
        <div className="person-side">
          {isColleague(person) && <RightsForm person={person} />}
          <StatusForm person={person} isOneself={isOneself} />
        </div>
      </div>
    </>
  );
}

function UnknownPerson({ group }: { group: Group }) {
  const t = useText();
  const back = group === 'patients'
    ? <Link className="button button-primary" to="/admin/patients">{t('admin.toPatients')}</Link>
    : <Link className="button button-primary" to="/admin/staff">{t('admin.toStaff')}</Link>;
  return <Situation icon="info" title={t('admin.unknown.title')} actions={back}><p>{t('admin.unknown.text')}</p></Situation>;
}

// Support comes from the platform: it is let in or not, and has no rights to be given here.
const isColleague = ({ roles }: Profile) => !roles.includes('patient') && !roles.includes('support');

const isUnknown = (error: unknown) =>
  problemCode(error) === 'person_unknown' || (error instanceof Problem && (error.status === 404 || error.status === 422));
