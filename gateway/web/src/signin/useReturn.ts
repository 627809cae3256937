/** What the BankID app came back to this page with: read once, and gone from the address at once. */
import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { returnIn, type Return } from './openingBankId';

export function useReturn(): Return | null {
  const { bankid } = useSearch({ from: '/sign-in' });
  const [returned] = useState(() => returnIn(bankid, location.hash));
  useEffect(() => { if (returned) history.replaceState(history.state, '', location.pathname); }, [returned]);
  return returned;
}
