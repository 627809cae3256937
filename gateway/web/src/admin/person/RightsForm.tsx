/** Which rights a colleague has; oneself and the last administrator keep theirs. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { changeRoles, type Right } from '../../api/administering';
import type { Profile } from '../../api/people';
import { useAnnounce } from '../../frame/Announcer';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { DoneNotice } from '../parts/DoneNotice';
import { isSame } from '../../forms/merging';
import { adminRefusal } from '../parts/refusals';
import { rightsOf } from './personDraft';
import { forgetLists, readPersonAgain } from './personQuestion';
import { RightsField } from './RightsField';

export function RightsForm({ person }: { person: Profile }) {
  const t = useText();
  const announce = useAnnounce();
  const held = rightsOf(person.roles);
  const [wanted, setWanted] = useState<Right[] | null>(null);
  const rights = wanted ?? held;
  const changing = useMutation({
    mutationFn: () => changeRoles(person.id, rights),
    onSuccess: async () => {
      await readPersonAgain(person.id);
      setWanted(null);
      announce(t('admin.rights.saved'));
      forgetLists();
    },
  });
  const isDone = changing.isSuccess && wanted === null;
  const isMissing = rights.length === 0;
  return (
    <section className="card admin-form" aria-labelledby="person-rights">
      <h2 id="person-rights">{t('admin.rights')}</h2>
      <RightsField labelledBy="person-rights" rights={rights} fault={isMissing ? t('admin.rightsMissing') : undefined} onChange={(chosen) => {
        setWanted(chosen);
        if (changing.isError) changing.reset();
      }} />
      {changing.isError && <Notice kind="error"><p>{adminRefusal(changing.error, t)}</p></Notice>}
      {isDone && <DoneNotice><p>{t('admin.rights.saved')}</p></DoneNotice>}
      <div className="form-actions">
        <BusyButton className="button button-outlined" isBusy={changing.isPending} isDisabled={isMissing || isSame(rights, held)} onPress={() => changing.mutate()}>
          {t('admin.rights.save')}
        </BusyButton>
      </div>
    </section>
  );
}
