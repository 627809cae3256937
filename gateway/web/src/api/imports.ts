/** Adding many persons from a file: a dry run, then everybody or nobody. */
import { ask, askFile, command, guarded, LONG_PATIENCE_MILLISECONDS } from './asking';
import type { FileFormat } from './administering';

export type ImportRole = 'patient' | 'staff';
export type ImportState = 'prepared' | 'running' | 'done' | 'cancelled' | 'failed';

export interface BadRow { number: number; problems: string[] }

export interface Import {
  import_id: string;
  role: ImportRole;
  state: ImportState;
  rows: number;
  good_rows: number;
  bad_row_count: number;
  /** The first of them. */
  bad_rows: BadRow[];
  handled_rows: number;
  position: number | null;
}

const ofImport = (importId: string, matter = '') => `/api/imports/${encodeURIComponent(importId)}${matter}`;

export const prepareImport = (importId: string, role: ImportRole, file: Blob) =>
  guarded<Import>(ofImport(importId, `?role=${role}`), file, LONG_PATIENCE_MILLISECONDS);
export const getImport = (importId: string) => ask<Import>('GET', ofImport(importId));
export const confirmImport = (importId: string) => command(ofImport(importId, '/confirm'));
export const cancelImport = (importId: string) => command(ofImport(importId, '/cancel'));
export const getTemplate = (role: ImportRole, format: FileFormat) => askFile(`/api/imports/template?role=${role}&format=${format}`);
