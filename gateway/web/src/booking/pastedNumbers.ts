/** The personnummer in a text somebody pastes, such as a column of a list; none when it is about something else. */

const NUMBER = /(?<!\d)(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)/g;

export const pastedNumbers = (text: string): string[] =>
  [...new Set([...text.matchAll(NUMBER)].map(([number]) => number.replace(' ', '-')))];
