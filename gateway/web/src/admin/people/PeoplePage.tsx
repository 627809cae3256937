/** «Våra patienter» and «Vår vårdpersonal»: finding a person among all. */
import { Link } from '@tanstack/react-router';
import { Button, Input, Label, SearchField, Text as Help } from 'react-aria-components';
import type { Group } from '../../api/administering';
import { PageHeading } from '../../frame/PageHeading';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { AdminFrame } from '../frame/AdminFrame';
import { Choice } from '../parts/Choice';
import { ExportPeople } from './ExportPeople';
import { FoundPeople } from './FoundPeople';
import { searching, usePeopleView, type Shown, type View } from './peopleView';

export const PatientsPage = () => <PeoplePage key="patients" group="patients" />;
export const ColleaguesPage = () => <PeoplePage key="staff" group="staff" />;

function PeoplePage({ group }: { group: Group }) {
  const t = useText();
  const [view, show] = usePeopleView(group);
  const title = group === 'patients' ? t('admin.patients') : t('admin.staff');
  usePageTitle(title);
  return (
    <AdminFrame>
      <div className="admin-head">
        <PageHeading>{title}</PageHeading>
        <div className="admin-head-actions">
          <ExportPeople group={group} />
          <Link to={group === 'patients' ? '/admin/patients/new' : '/admin/staff/new'} className="button button-primary">
            <Icon name="plus" />{group === 'patients' ? t('admin.addPatient') : t('admin.addStaff')}
          </Link>
        </div>
      </div>
      <SearchFields view={view} onChange={show} />
      <FoundPeople group={group} view={view} onChange={show} />
    </AdminFrame>
  );
}

function SearchFields({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const t = useText();
  return (
    <div role="search" className="people-search">
      <SearchField className="field" value={view.text} maxLength={200} onChange={(text) => onChange(searching(view, { text }))}>
        <Label className="field-label">{t('admin.search')}</Label>
        <div className="search-box">
          <Icon name="search" />
          <Input className="input" autoComplete="off" spellCheck="false" />
          {view.text && <Button className="search-clear" aria-label={t('admin.searchClear')}><Icon name="close" /></Button>}
        </div>
        <Help slot="description" className="field-help search-help">{t('admin.searchHelp')}</Help>
      </SearchField>
      <Choice<Shown> label={t('admin.statusFilter')} chosen={view.shown} onChoose={(shown) => onChange(searching(view, { shown }))}
        options={[
          { id: 'all', words: t('admin.statusAll') },
          { id: 'active', words: t('admin.status.active') },
          { id: 'inactive', words: t('admin.status.inactive') },
        ]} />
    </div>
  );
}
