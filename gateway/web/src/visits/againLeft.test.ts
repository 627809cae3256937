import { describe, expect, it } from 'vitest';
import { face } from '../frame/idle/countdown';
import { againLeft } from './againLeft';
import { someVisit } from './someVisit';

const UNTIL = '2026-11-23T10:02:00.000Z';
const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);

describe('«Bjud in alla igen»', () => { // Q11, LIF-9
  const ended = someVisit({ state: 'ended', invite_again_until: UNTIL, can: { invite_again: true } });

  it('is there for two minutes, counted down', () => {
    expect(['10:00:00', '10:00:50.500', '10:01:59.100'].map((time) => face(againLeft(ended, at(time))))).toEqual(['2:00', '1:10', '0:01']);
  });

  it('is gone after that, however long the page stays open', () => {
    expect(againLeft(ended, at('10:02:00'))).toBe(0);
    expect(againLeft(ended, at('11:00:00'))).toBe(0);
  });

  it('is for those only who may', () => {
    expect(againLeft(someVisit({ state: 'ended', invite_again_until: UNTIL }), at('10:00:00'))).toBe(0);
    expect(againLeft(someVisit({ can: { invite_again: true } }), at('10:00:00'))).toBe(0);
  });
});
