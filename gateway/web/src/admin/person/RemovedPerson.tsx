/** What stays on the page right after a person was removed: the last chance to take it back without searching. */
import { restorePerson } from '../../api/administering';
import type { Profile } from '../../api/people';
import { PageHeading } from '../../frame/PageHeading';
import { useText } from '../../language/useText';
import { DoneNotice } from '../parts/DoneNotice';
import { Restore } from '../parts/Restore';
import { forgetLists, readPersonAgain } from './personQuestion';

export function RemovedPerson({ person }: { person: Profile }) {
  const t = useText();
  const restored = async () => {
    await readPersonAgain(person.id);
    forgetLists();
  };
  return (
    <div className="narrow">
      <PageHeading>{t('admin.removed.title', { name: person.name })}</PageHeading>
      <DoneNotice>
        <p>{t('admin.removed.text')}</p>
        <Restore onRestore={(reason) => restorePerson(person.id, reason)} onRestored={() => void restored()} />
      </DoneNotice>
    </div>
  );
}
