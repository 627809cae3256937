import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../language/useText';
import swedish from '../../messages/compiled/sv.json';
import { inOrder, reminderChoices, reminderWords } from './reminders';

const intl = createIntl({ locale: 'sv-SE', messages: swedish as never });
const words = (minutes: number) => reminderWords(minutes, (id: MessageId, values) => intl.formatMessage({ id }, values));

describe('reminders', () => { // NOT-2
  it('are offered at the usual times, and at one that was set in another way', () => {
    expect(reminderChoices([1440, 60])).toEqual([10080, 4320, 2880, 1440, 240, 120, 60, 30, 15]);
    expect(reminderChoices([90])).toContain(90);
  });

  it('stand with the longest first, each once', () => {
    expect(inOrder([60, 1440, 60])).toEqual([1440, 60]);
  });

  it.each([[2880, '2 dygn före'], [1440, '1 dygn före'], [60, '1 timme före'], [240, '4 timmar före'], [90, '90 minuter före']])('of %i minutes are called %s', (minutes, said) => {
    expect(words(minutes)).toBe(said);
  });
});
