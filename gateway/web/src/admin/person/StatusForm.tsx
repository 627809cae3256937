/** «Status»: Aktiv, Inaktiv or Borttagen, each with what it does. */
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button, Radio, RadioGroup } from 'react-aria-components';
import { changeStatus } from '../../api/administering';
import type { Profile, Status } from '../../api/people';
import { useAnnounce } from '../../frame/Announcer';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { DoneNotice } from '../parts/DoneNotice';
import { adminRefusal } from '../parts/refusals';
import { statusWords } from '../parts/StatusChip';
import { forgetLists, readPersonAgain, rememberAsRemoved } from './personQuestion';
import { StatusQuestion } from './StatusQuestion';

export function StatusForm({ person, isOneself }: { person: Profile; isOneself: boolean }) {
  const t = useText();
  const [wanted, setWanted] = useState<Status | null>(null);
  const [isAsking, setAsking] = useState(false);
  const chosen = wanted ?? person.status;
  const { changing, change } = useStatusChange(person, () => {
    setWanted(null);
    setAsking(false);
  });
  const wish = () => (chosen === 'active' ? change('active', 0) : setAsking(true));
  if (isOneself) return <OwnStatus />;
  return (
    <section className="card admin-form" aria-labelledby="person-status">
      <h2 id="person-status">{t('admin.status')}</h2>
      <RadioGroup className="field status-choices" aria-labelledby="person-status" value={chosen} onChange={(status) => setWanted(status as Status)}>
        <StatusOption status="active" help={t('admin.status.activeHelp')} />
        <StatusOption status="inactive" help={t('admin.status.inactiveHelp')} />
        <StatusOption status="removed" help={t('admin.status.removedHelp')} />
      </RadioGroup>
      {changing.isError && !isAsking && <Notice kind="error"><p>{adminRefusal(changing.error, t)}</p></Notice>}
      {changing.isSuccess && wanted === null && (
        <DoneNotice key={person.status}>
          <p>{t('admin.status.saved', { name: person.name, status: statusWords(person.status, t) })}</p>
          {person.status === 'inactive' && (
            <Button className="button button-outlined button-small" onPress={() => change('active', 0)}>{t('admin.undo')}</Button>
          )}
        </DoneNotice>
      )}
      <div className="form-actions">
        <BusyButton className="button button-outlined" isBusy={changing.isPending && !isAsking} isDisabled={chosen === person.status} onPress={wish}>
          {t('admin.status.save')}
        </BusyButton>
      </div>
      {isAsking && chosen !== 'active' && (
        <StatusQuestion person={person} status={chosen} isBusy={changing.isPending} error={changing.error}
          onConfirm={(futureVisits) => change(chosen, futureVisits)} onClose={() => {
            setAsking(false);
            changing.reset();
          }} />
      )}
    </section>
  );
}

function StatusOption({ status, help }: { status: Status; help: string }) {
  const t = useText();
  const [nameId, helpId] = [useId(), useId()];
  return (
    <Radio value={status} className="option" aria-labelledby={nameId} aria-describedby={helpId}>
      <span className="option-dot" />
      <span className="option-words">
        <span id={nameId} className="option-name">{statusWords(status, t)}</span>
        <span id={helpId} className="option-help">{help}</span>
      </span>
    </Radio>
  );
}

function OwnStatus() {
  const t = useText();
  return (
    <section className="card admin-form" aria-labelledby="person-status">
      <h2 id="person-status">{t('admin.status')}</h2>
      <Notice kind="info"><p>{t('admin.refused.ownAccount')}</p></Notice>
    </section>
  );
}

function useStatusChange(person: Profile, onDone: () => void) {
  const t = useText();
  const announce = useAnnounce();
  const changing = useMutation({
    mutationFn: ({ status, futureVisits }: { status: Status; futureVisits: number }) => changeStatus(person.id, status, futureVisits),
    onSuccess: async (_, { status }) => {
      if (status === 'removed') rememberAsRemoved(person);
      else await readPersonAgain(person.id);
      onDone();
      announce(t('admin.status.saved', { name: person.name, status: statusWords(status, t) }));
      forgetLists();
    },
  });
  return { changing, change: (status: Status, futureVisits: number) => changing.mutate({ status, futureVisits }) };
}
