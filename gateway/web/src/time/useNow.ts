/** The time now, as a value that renews itself while a component is shown. */
import { useEffect, useState } from 'react';
import { now } from './clock';

export function useNow(everyMilliseconds: number): number {
  const [moment, setMoment] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), everyMilliseconds);
    return () => clearInterval(timer);
  }, [everyMilliseconds]);
  return moment;
}
