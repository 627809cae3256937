/** «Importera»: pick a file with persons, for a dry run. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { prepareImport, type ImportRole } from '../../api/imports';
import { Notice } from '../../frame/Notice';
import { PageHeading } from '../../frame/PageHeading';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText, type Text } from '../../language/useText';
import { questions } from '../../questions';
import { AdminFrame } from '../frame/AdminFrame';
import { adminRefusal } from '../parts/refusals';
import { contentType, fileFault, type FileFault } from './importFile';
import { importQuestion } from './importQuestion';
import { PickFile } from './PickFile';
import { Template } from './Template';

export function ImportPage() {
  const t = useText();
  usePageTitle(t('admin.imports'));
  return (
    <AdminFrame>
      <div className="narrow">
        <PageHeading>{t('admin.imports')}</PageHeading>
        <p className="lead">{t('admin.import.lead')}</p>
        <ImportForm />
      </div>
    </AdminFrame>
  );
}

function ImportForm() {
  const t = useText();
  const [role, setRole] = useState<ImportRole>('patient');
  const [fault, setFault] = useState<FileFault | null>(null);
  const preparing = usePreparing(role);
  const take = (file: File) => {
    const found = fileFault(file.name, file.size);
    setFault(found);
    preparing.reset();
    if (!found) preparing.mutate(file);
  };
  return (
    <div className="card admin-form">
      <RadioGroup className="field" value={role} onChange={(chosen) => setRole(chosen as ImportRole)} isDisabled={preparing.isPending}>
        <Label className="field-label">{t('admin.import.who')}</Label>
        <div className="choices">
          <Radio value="patient" className="choice">{t('admin.import.patients')}</Radio>
          <Radio value="staff" className="choice">{t('admin.import.staff')}</Radio>
        </div>
      </RadioGroup>
      <Template role={role} />
      <PickFile isBusy={preparing.isPending} onPick={take} />
      {fault && <Notice kind="error"><p>{faultWords(fault, t)}</p></Notice>}
      {preparing.isError && <Notice kind="error"><p>{adminRefusal(preparing.error, t)}</p></Notice>}
    </div>
  );
}

/** The id belongs to the file: when the answer was lost, sending the same file again asks about the same import. */
function usePreparing(role: ImportRole) {
  const navigate = useNavigate();
  const sent = useRef<{ file: File; role: ImportRole; id: string } | null>(null);
  return useMutation({
    mutationFn: (file: File) => {
      if (!isSameFile(sent.current, file, role)) sent.current = { file, role, id: crypto.randomUUID() };
      return prepareImport(sent.current!.id, role, file.slice(0, file.size, contentType(file.name)!));
    },
    onSuccess: async (prepared) => {
      questions.setQueryData(importQuestion(prepared.import_id).queryKey, prepared);
      await navigate({ to: '/admin/imports/$importId', params: { importId: prepared.import_id } });
    },
  });
}

function isSameFile(sent: { file: File; role: ImportRole } | null, file: File, role: ImportRole): boolean {
  const [one, other] = [sent?.file, file];
  return sent?.role === role && one?.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

function faultWords(fault: FileFault, t: Text): string {
  if (fault === 'wrongKind') return t('admin.import.wrongKind');
  return fault === 'empty' ? t('admin.import.emptyFile') : t('admin.refused.tooLarge');
}
