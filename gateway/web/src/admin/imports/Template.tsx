/** An empty file with the columns an import reads. */
import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { FileFormat } from '../../api/administering';
import { getTemplate, type ImportRole } from '../../api/imports';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { adminRefusal } from '../parts/refusals';
import { saveFile } from '../parts/saveFile';

export function Template({ role }: { role: ImportRole }) {
  const t = useText();
  const name = role === 'patient' ? t('admin.import.patientsTemplate') : t('admin.import.staffTemplate');
  const fetching = useMutation({
    mutationFn: (format: FileFormat) => getTemplate(role, format),
    onSuccess: (file, format) => saveFile(file, `${name}.${format}`),
  });
  return (
    <div className="field">
      <p className="field-label">{t('admin.import.template')}</p>
      <p className="field-help">{role === 'patient' ? t('admin.import.templatePatients') : t('admin.import.templateStaff')}</p>
      <div className="form-actions">
        <Button className="button button-outlined button-small" onPress={() => fetching.mutate('xlsx')}><Icon name="download" />{t('admin.export.excel')}</Button>
        <Button className="button button-outlined button-small" onPress={() => fetching.mutate('csv')}><Icon name="download" />{t('admin.export.csv')}</Button>
      </div>
      {fetching.isError && <Notice kind="error"><p>{adminRefusal(fetching.error, t)}</p></Notice>}
    </div>
  );
}
