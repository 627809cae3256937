import { expect, it } from 'vitest';
import { someVisit } from '../visits/someVisit';
import { noteNotWaiting, noteWaiting, waitingNow } from './waitingNow';

const karl = { id: 'karl', name: 'Karl Johansson', initials: 'KJ' };

it('whoever waits is there once, until the waiting is over', () => {
  const visit = someVisit({ id: 'v1' });
  noteWaiting(visit, karl);
  noteWaiting(visit, karl);
  noteWaiting(someVisit({ id: 'v2' }), karl);

  noteNotWaiting({ visit_id: 'v1', person_id: 'karl' });

  expect(waitingNow().map((one) => one.visit.id)).toEqual(['v2']);
});
