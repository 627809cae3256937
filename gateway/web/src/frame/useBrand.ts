/** The pages wear the provider's colour as soon as it is known, and change with it. */
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect } from 'react';
import { paint } from '../look/brand';
import { providerQuestion } from '../questions';

export function useBrand(): void {
  const colour = useQuery(providerQuestion).data?.brand_colour ?? null;
  useLayoutEffect(() => paint(colour), [colour]);
}
