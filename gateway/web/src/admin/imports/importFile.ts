/** Which files an import takes, before anything is sent. */

export const CSV = 'text/csv';
export const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const ACCEPTED = ['.csv', '.xlsx', CSV, EXCEL];
const LARGEST_BYTES = 5_000_000;

export type FileFault = 'wrongKind' | 'tooLarge' | 'empty';

/** What is wrong with a file, if anything. */
export function fileFault(name: string, bytes: number): FileFault | null {
  if (contentType(name) === null) return 'wrongKind';
  if (bytes === 0) return 'empty';
  return bytes > LARGEST_BYTES ? 'tooLarge' : null;
}

/** By the name alone: what browsers say about a file differs from one computer to another. */
export function contentType(name: string): string | null {
  if (/\.csv$/i.test(name)) return CSV;
  return /\.xlsx$/i.test(name) ? EXCEL : null;
}

/** The share of the rows that were handled, in whole percent. */
export const progress = (handled: number, rows: number): number => (rows === 0 ? 0 : Math.floor((100 * handled) / rows));
