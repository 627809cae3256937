/** «Inställningar»: everything the provider decides about its platform, in one place. */
import { useQuery } from '@tanstack/react-query';
import type { Settings } from '../../api/settings';
import { Loading } from '../../frame/Loading';
import { PageHeading } from '../../frame/PageHeading';
import { usePageTitle } from '../../frame/usePageTitle';
import { nameWords } from '../../language/nameWords';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { AdminFrame } from '../frame/AdminFrame';
import { Unavailable } from '../parts/Unavailable';
import { SettingsForm } from './SettingsForm';
import { settingsQuestion } from './settingsQuestion';

export function SettingsPage() {
  const t = useText();
  usePageTitle(t('admin.settings'));
  return (
    <AdminFrame>
      <div className="narrow settings">
        <PageHeading>{t('admin.settings')}</PageHeading>
        <SettingsOfProvider />
      </div>
    </AdminFrame>
  );
}

function SettingsOfProvider() {
  const settings = useQuery(settingsQuestion);
  if (settings.isPending) return <Loading />;
  if (!settings.data) return <Unavailable error={settings.error} onRetry={() => void settings.refetch()} />;
  return <><LastChange settings={settings.data} /><SettingsForm settings={settings.data} /></>;
}

function LastChange({ settings }: { settings: Settings }) {
  const t = useText();
  const dates = useDates();
  if (!settings.changed_at || !settings.changed_by) return null;
  return <p className="lead">{t('admin.settings.changed', { when: dates.moment(settings.changed_at), name: nameWords(settings.changed_by, t) })}</p>;
}
