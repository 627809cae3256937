import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIntl } from 'react-intl';
import { expect, it } from 'vitest';
import type { MessageId } from '../../language/useText';
import swedish from '../../messages/compiled/sv.json';
import { whyWords } from './whyWords';

const SERVICE = join(import.meta.dirname, '../../../../../services/notifications/notifications');
const intl = createIntl({ locale: 'sv-SE', messages: swedish as never });
const t = (id: MessageId) => intl.formatMessage({ id });

function codesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(SERVICE, folder)).filter((file) => file.endsWith('.py')).flatMap((file) =>
    [...readFileSync(join(SERVICE, folder, file), 'utf8').matchAll(pattern)].map(([, code]) => code!));
}

// NOT-1
it('every code with which a message fails or is held back has words of its own', () => {
  const failures = codesIn('adapters', /(?:NotTaken|TryLater|OutcomeUnknown)\("([a-z_]+)"/g);
  const hindrances = codesIn('application', /return "([a-z]+_[a-z_]+|overtaken)"/g).filter((code) => code !== 'not_due');
  const codes = new Set([...failures, ...hindrances]);

  expect(codes.size).toBeGreaterThan(15);
  expect([...codes].filter((code) => whyWords(code, t) === t('sent.why.other'))).toEqual([]);
});
