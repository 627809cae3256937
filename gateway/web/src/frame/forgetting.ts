/** Leaves nothing of a signed-out person in the page. */
import { forgetSession } from '../api/asking';
import { questions } from '../questions';

export function forgetEverything(): void {
  forgetSession();
  questions.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'provider' });
}
