import { expect, it } from 'vitest';
import { lookUp } from './usePasted';

const ERIK = { id: 'erik', name: 'Erik Lindström', initials: 'EL', personnummer: '198001011231' };

it('pasted numbers lead to their people, and it is said which led to nobody and which could not be asked for', async () => { // BOK-1
  const search = (text: string) => {
    if (text === 'broken') return Promise.reject(new Error());
    return Promise.resolve({ people: text.includes('0101') ? [ERIK] : [], has_more: false });
  };

  expect(await lookUp(search, ['198001011231', '800101-1231', '19900101-0000', '19750505-0000', 'broken'])).toEqual({
    people: [ERIK], unknown: ['19750505-0000'], failed: ['broken'],
  });
});
