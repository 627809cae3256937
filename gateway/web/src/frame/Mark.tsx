/** Whose pages these are: the provider's logo when there is one, else the sign of the pages and the name. */
import { useQuery } from '@tanstack/react-query';
import { providerQuestion } from '../questions';

export function Mark({ name, logo = null }: { name: string; logo?: string | null }) {
  if (logo) return <span className="mark"><img className="mark-logo" src={logo} alt={name} /></span>;
  return <span className="mark"><Sign /><span>{name}</span></span>;
}

/** Colleagues meet the provider's name in the menu, and there it leads to the admin tool; their mark names the product. */
export function ProvidersMark({ named }: { named?: string }) {
  const provider = useQuery(providerQuestion).data;
  return <Mark name={named ?? provider?.name ?? ''} logo={provider?.logo ?? null} />;
}

function Sign() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="mark-tile" width="32" height="32" rx="9" />
      <circle className="mark-ring" cx="19" cy="16" r="7.5" />
      <circle className="mark-warm" cx="19" cy="16" r="3" />
      <circle className="mark-pale" cx="8.5" cy="16" r="2.5" />
    </svg>
  );
}
