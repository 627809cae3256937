/** The first page of the admin tool. */
import { PageFrame } from '../../frame/PageFrame';
import { PageHeading } from '../../frame/PageHeading';
import { useProviderName } from '../../frame/useProviderName';

export function AdminHomePage() {
  return <PageFrame><PageHeading>{useProviderName()}</PageHeading></PageFrame>;
}
