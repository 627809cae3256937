/** «Support»: lets the platform's support in for some hours, and shows what it did. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Support } from '../../api/support';
import { Loading } from '../../frame/Loading';
import { PageHeading } from '../../frame/PageHeading';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText } from '../../language/useText';
import { AdminFrame } from '../frame/AdminFrame';
import { Unavailable } from '../parts/Unavailable';
import { OpenSupport } from './OpenSupport';
import { SupportAccesses } from './SupportAccesses';
import { SupportIsOpen } from './SupportIsOpen';
import { supportQuestion } from './supportQuestion';
import { SupportWindows } from './SupportWindows';

export function SupportPage() {
  const t = useText();
  usePageTitle(t('admin.support'));
  return (
    <AdminFrame>
      <div className="narrow">
        <PageHeading>{t('admin.support')}</PageHeading>
        <p className="lead">{t('admin.support.lead')}</p>
        <SupportNow />
      </div>
    </AdminFrame>
  );
}

function SupportNow() {
  const support = useQuery(supportQuestion);
  if (support.isPending) return <Loading />;
  if (!support.data) return <Unavailable error={support.error} onRetry={() => void support.refetch()} />;
  return (
    <>
      <Access support={support.data} />
      <SupportWindows windows={support.data.windows} />
      <SupportAccesses accesses={support.data.accesses} />
    </>
  );
}

function Access({ support }: { support: Support }) {
  const open = support.is_open ? support.windows.find((window) => window.closed_at === null) : undefined;
  // What opened or closed it is gone afterwards, and with it the focus.
  const place = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(support.is_open);
  useEffect(() => {
    if (wasOpen.current !== support.is_open) place.current?.focus();
    wasOpen.current = support.is_open;
  }, [support.is_open]);
  return <div ref={place} tabIndex={-1} className="takes-focus">{open ? <SupportIsOpen window={open} /> : <OpenSupport />}</div>;
}
