/** The name of the care provider whose pages these are; empty until it is known. */
import { useQuery } from '@tanstack/react-query';
import { providerQuestion } from '../questions';

export const useProviderName = (): string => useQuery(providerQuestion).data?.name ?? '';
