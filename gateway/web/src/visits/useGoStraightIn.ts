/** From one visit into another with one press: to a small group and back, or to the visit one was invited to again. */
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { questions, visitQuestion } from '../questions';
import { noteInside } from './inside';

export function useGoStraightIn(): (visitId: string) => Promise<void> {
  const router = useRouter();
  return useCallback(async (visitId) => {
    noteInside(visitId);
    // The page there says what is the matter if this does not succeed.
    await questions.fetchQuery({ ...visitQuestion(visitId), staleTime: 0, retry: false }).catch(() => undefined);
    await router.navigate({ to: '/visits/$visitId', params: { visitId } });
  }, [router]);
}
