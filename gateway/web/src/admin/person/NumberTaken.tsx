/** Tells an administrator who holds a number: «Återställ» for a removed person, else the way to the person. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { findHolder, restorePerson, type Holder } from '../../api/administering';
import { Loading } from '../../frame/Loading';
import { Notice } from '../../frame/Notice';
import { roleWords } from '../../language/roleWords';
import { useText } from '../../language/useText';
import { questions } from '../../questions';
import { DoneNotice } from '../parts/DoneNotice';
import { Restore } from '../parts/Restore';
import { Unavailable } from '../parts/Unavailable';

export function NumberTaken({ personnummer }: { personnummer: string }) {
  const holder = useQuery({
    queryKey: ['holder', personnummer.trim()], queryFn: () => findHolder(personnummer.trim()), gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false,
  });
  if (holder.isError) return <Unavailable error={holder.error} onRetry={() => void holder.refetch()} />;
  return holder.data ? <HolderNote holder={holder.data} /> : <Loading />;
}

function HolderNote({ holder }: { holder: Holder }) {
  const t = useText();
  const [isRestored, setRestored] = useState(false);
  const roles = holder.roles.map((role) => roleWords(role, t)).join(', ');
  if (isRestored) return <DoneNotice><p>{t('admin.restore.done')}</p><HolderLink holder={holder} /></DoneNotice>;
  if (holder.status !== 'removed') {
    return <Notice kind="info"><p>{t('admin.taken.present', { roles })}</p><HolderLink holder={holder} /></Notice>;
  }
  return (
    <Notice kind="info">
      <p>{t('admin.taken.removed', { roles })}</p>
      <Restore onRestore={(reason) => restorePerson(holder.id, reason)} onRestored={() => {
        setRestored(true);
        void questions.invalidateQueries({ queryKey: ['people'] });
      }} />
    </Notice>
  );
}

function HolderLink({ holder }: { holder: Holder }) {
  const t = useText();
  return (
    <Link className="button button-outlined" to={holder.roles.includes('patient') ? '/admin/patients/$personId' : '/admin/staff/$personId'}
      params={{ personId: holder.id }} preload={false} ignoreBlocker>
      {t('admin.taken.show')}
    </Link>
  );
}
