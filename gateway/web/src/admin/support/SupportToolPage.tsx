/** What support may do while it is let in: find a person by the whole number, and restore a removed one. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { problemCode } from '../../api/asking';
import { findForSupport, restoreForSupport, type FoundBySupport } from '../../api/support';
import { focusFirstFault } from '../../forms/focusFirstFault';
import { PlainField } from '../../forms/PlainField';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { PageFrame } from '../../frame/PageFrame';
import { PageHeading } from '../../frame/PageHeading';
import { useMe } from '../../frame/SignedIn';
import { usePageTitle } from '../../frame/usePageTitle';
import { roleWords } from '../../language/roleWords';
import { useText } from '../../language/useText';
import { OnlyFor } from '../frame/OnlyFor';
import { adminRefusal } from '../parts/refusals';
import { Restore } from '../parts/Restore';
import { StatusChip } from '../parts/StatusChip';

const LONGEST_NUMBER = 20;

export const SupportToolPage = () => (useMe().roles.includes('support') ? <SupportTool /> : <OnlyFor whom="support" />);

function SupportTool() {
  const t = useText();
  usePageTitle(t('admin.tool.title'));
  return (
    <PageFrame>
      <div className="narrow">
        <PageHeading>{t('admin.tool.title')}</PageHeading>
        <p className="lead">{t('admin.tool.lead')}</p>
        <FindPerson />
      </div>
    </PageFrame>
  );
}

function FindPerson() {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const [number, setNumber] = useState('');
  const [isMissing, setMissing] = useState(false);
  const finding = useMutation({ mutationFn: findForSupport });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!number.trim());
    if (!number.trim()) focusFirstFault(form.current);
    else if (!finding.isPending) finding.mutate(number.trim());
  };
  const isNobody = problemCode(finding.error) === 'person_unknown';
  return (
    <>
      <form ref={form} className="card admin-form" onSubmit={submit} noValidate role="search">
        <PlainField label={t('admin.personnummer')} help={t('admin.tool.help')} value={number} maxLength={LONGEST_NUMBER}
          fault={isMissing ? t('admin.personnummerMissing') : undefined} onChange={(typed) => {
            setNumber(typed);
            setMissing(false);
            finding.reset();
          }} />
        <div className="form-actions">
          <BusyButton type="submit" className="button button-primary" isBusy={finding.isPending}>{t('admin.tool.find')}</BusyButton>
        </div>
      </form>
      {finding.isError && <Notice kind={isNobody ? 'info' : 'error'}><p>{isNobody ? t('admin.tool.nobody') : adminRefusal(finding.error, t)}</p></Notice>}
      {finding.data && <Found key={finding.data.id} person={finding.data} onRestored={() => finding.mutate(number.trim())} />}
    </>
  );
}

function Found({ person, onRestored }: { person: FoundBySupport; onRestored: () => void }) {
  const t = useText();
  return (
    <section className="card admin-form" aria-label={t('admin.tool.found')}>
      <div className="person-head">
        <span className="letter letter-person">{person.initials}</span>
        <p className="person-head-line"><strong>{person.roles.map((role) => roleWords(role, t)).join(', ')}</strong><StatusChip status={person.status} /></p>
      </div>
      {person.status === 'removed'
        ? <div className="form-actions"><Restore onRestore={(reason) => restoreForSupport(person.id, reason)} onRestored={onRestored} /></div>
        : <p>{t('admin.tool.nothing')}</p>}
    </section>
  );
}
