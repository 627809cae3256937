import { describe, expect, it } from 'vitest';
import { changesBetween } from './changes';

const person = (id: string, name = id) => ({ id, name, initials: id });
const visit = {
  name: 'Samtal', starts_at: '2026-11-23T09:00:00Z', length_minutes: 30, staff: [person('anna')], patients: [person('karl')],
};

describe('a visit that is changed while its page is open', () => { // BOK-3
  it('has another time, and that says enough about its end', () => {
    expect(changesBetween(visit, { ...visit, starts_at: '2026-11-23T10:00:00Z', length_minutes: 45 })).toEqual([{ kind: 'time' }]);
  });

  it('is longer, and has another name', () => { // LIF-10
    expect(changesBetween(visit, { ...visit, length_minutes: 45, name: 'Möte' })).toEqual([{ kind: 'length' }, { kind: 'name' }]);
  });

  it('has another member of staff', () => { // BOK-6
    expect(changesBetween(visit, { ...visit, staff: [person('bo')] }))
      .toEqual([{ kind: 'joined', people: [person('bo')] }, { kind: 'left', people: [person('anna')] }]);
  });

  it('is the same when only the writing differs', () => { // GRP-3
    const told = { ...visit, starts_at: '2026-11-23T10:00:00+01:00', patients: [person('karl', 'KJ 2')] };

    expect(changesBetween(visit, told)).toEqual([]);
  });
});
