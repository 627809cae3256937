/** One import: what the dry run found, how it goes, and what became of it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Import } from '../../api/imports';
import { Problem } from '../../api/asking';
import { Loading } from '../../frame/Loading';
import { PageHeading } from '../../frame/PageHeading';
import { Situation } from '../../frame/Situation';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { AdminFrame } from '../frame/AdminFrame';
import { Unavailable } from '../parts/Unavailable';
import { DryRun } from './DryRun';
import { ImportOver } from './ImportOver';
import { importQuestion } from './importQuestion';
import { ImportRunning } from './ImportRunning';

export function OneImportPage() {
  const { importId } = useParams({ strict: false });
  return <AdminFrame><ImportById key={importId} importId={importId ?? ''} /></AdminFrame>;
}

function ImportById({ importId }: { importId: string }) {
  const t = useText();
  const asked = useQuery(importQuestion(importId));
  usePageTitle(t('admin.imports'));
  if (asked.isPending) return <Loading />;
  if (!asked.data) {
    const isUnknown = asked.error instanceof Problem && (asked.error.status === 404 || asked.error.status === 422);
    return isUnknown ? <UnknownImport /> : <Unavailable error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  return (
    <div className="narrow">
      <Link to="/admin/imports" className="back-link"><Icon name="back" />{t('admin.imports')}</Link>
      <PageHeading>{asked.data.role === 'patient' ? t('admin.import.titlePatients') : t('admin.import.titleStaff')}</PageHeading>
      <Standing standing={asked.data} />
    </div>
  );
}

function Standing({ standing }: { standing: Import }) {
  if (standing.state === 'prepared') return <DryRun prepared={standing} />;
  return standing.state === 'running' ? <ImportRunning running={standing} /> : <ImportOver over={standing} />;
}

function UnknownImport() {
  const t = useText();
  return (
    <Situation icon="info" title={t('admin.import.unknownTitle')}
      actions={<Link className="button button-primary" to="/admin/imports">{t('admin.import.new')}</Link>}>
      <p>{t('admin.import.unknownText')}</p>
    </Situation>
  );
}
