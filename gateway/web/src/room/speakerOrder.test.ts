import { describe, expect, it } from 'vitest';
import { SpeakerOrder } from './speakerOrder';

const people = (ids: string, ...speaking: string[]) => [...ids].map((id) => ({ id, isSpeaking: speaking.includes(id) }));

describe('the order of the pictures', () => { // GRP-7
  it('is that of coming, and stays when others go', () => {
    const order = new SpeakerOrder();
    order.arrange(people('abc'), 2);

    expect(order.arrange(people('dcab'), 2)).toEqual(['a', 'b', 'c', 'd']);
    expect(order.arrange(people('cad'), 2)).toEqual(['a', 'c', 'd']);
  });

  it('brings whoever speaks to the first page, in the place of the one silent longest', () => {
    const order = new SpeakerOrder();
    order.arrange(people('abcd', 'a'), 2);

    expect(order.arrange(people('abcd', 'd'), 2)).toEqual(['a', 'd', 'c', 'b']);
    expect(order.arrange(people('abcd', 'c'), 2)).toEqual(['c', 'd', 'a', 'b']);
  });

  it('does not move those who speak on the first page already', () => {
    const order = new SpeakerOrder();

    expect(order.arrange(people('abcd', 'b'), 2)).toEqual(['a', 'b', 'c', 'd']);
    expect(order.arrange(people('abcd', 'a', 'b'), 2)).toEqual(['a', 'b', 'c', 'd']);
  });
});
