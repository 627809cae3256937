/** The words of the page in its language; a message that does not exist does not compile. */
import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type swedish from '../messages/sv.json';

export type MessageId = keyof typeof swedish;
export type Text = (id: MessageId, values?: Record<string, string | number>) => string;

export function useText(): Text {
  const intl = useIntl();
  return useCallback<Text>((id, values) => intl.formatMessage({ id }, values), [intl]);
}
