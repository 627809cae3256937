/** Support persons only help with accounts; they have no visits and no contacts. */
import type { Role } from '../api/people';

export const hasVisits = (roles: Role[]): boolean => roles.some((role) => role !== 'support');
