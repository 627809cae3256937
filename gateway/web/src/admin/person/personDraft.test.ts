import { describe, expect, it } from 'vitest';
import { EMPTY_PERSON, faultsOf, fieldOf, personOf, rightsOf } from './personDraft';

const KARIN = { ...EMPTY_PERSON, personnummer: ' 19460312-2393 ', name: '  Karin   Björk ', phone: ' ', hsaId: 'SE2321000016-4100' };

describe('a person to be added', () => { // USR-1
  it('needs a number and a name', () => {
    expect(faultsOf(EMPTY_PERSON, 'patients')).toEqual({ personnummer: 'missing', name: 'missing' });
    expect(faultsOf(KARIN, 'patients')).toEqual({});
  });

  it('is a patient only, without an HSA-id', () => {
    expect(personOf(KARIN, 'patients')).toEqual({
      personnummer: '19460312-2393', name: 'Karin Björk', roles: ['patient'], phone: null, email: null, hsa_id: null, language: 'sv',
    });
  });

  it('has at least one right as a colleague', () => { // ROL-1
    expect(faultsOf({ ...KARIN, rights: [] }, 'staff')).toEqual({ rights: 'missing' });
    expect(personOf({ ...KARIN, rights: rightsOf(['administrator', 'staff']) }, 'staff').roles).toEqual(['staff', 'administrator']);
  });
});

it('rights are told in one order, and nothing else is a right', () => { // ROL-1
  expect(rightsOf(['administrator', 'staff'])).toEqual(['staff', 'administrator']);
  expect(rightsOf(['patient'])).toEqual([]);
});

it('a refusal belongs to the field that can mend it', () => {
  expect(fieldOf('personnummer_taken')).toBe('personnummer');
  expect(fieldOf('unavailable')).toBeNull();
});
