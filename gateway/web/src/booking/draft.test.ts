import { describe, expect, it } from 'vitest';
import { bookingOf, emptyDraft, faultsOf, fieldOf } from './draft';

const NOW = Date.parse('2026-11-23T09:31:00Z');
const DRAFT = { name: ' Återbesök ', date: '2026-12-01', time: '13:15', length: '45', ownLength: '', patientId: 'p1' };

describe('a booking being written', () => {
  it('begins at the next quarter of an hour, in Stockholm', () => {
    expect(emptyDraft(NOW)).toMatchObject({ date: '2026-11-23', time: '10:45', length: '30' });
  });

  it('says of every empty field that it is missing', () => {
    expect(faultsOf({ ...DRAFT, name: ' ', date: '', time: '', patientId: null }, NOW))
      .toEqual({ name: 'missing', date: 'missing', time: 'missing', patient: 'missing' });
  });

  it('cannot begin in the past or last a length that is no number', () => {
    expect(faultsOf({ ...DRAFT, date: '2026-11-23', time: '10:30', length: 'own', ownLength: '1.5' }, NOW))
      .toEqual({ time: 'past', length: 'notANumber' });
  });

  it('becomes a booking at the moment its date and time mean in Stockholm', () => {
    expect(faultsOf(DRAFT, NOW)).toEqual({});
    expect(bookingOf(DRAFT)).toEqual({
      name: 'Återbesök', starts_at: '2026-12-01T12:15:00.000Z', length_minutes: 45, patient_id: 'p1',
    });
    expect(bookingOf({ ...DRAFT, length: 'own', ownLength: ' 25 ' }).length_minutes).toBe(25);
  });

  it('shows a refusal at the field it is about', () => {
    expect(fieldOf('length_out_of_range')).toBe('length');
    expect(fieldOf('late')).toBeNull();
  });
});
