/** «Mina Kontakter», and «Bokningshistorik» with each of them. */
import { ask, reading } from './asking';
import { paged, type VisitPage } from './care';
import type { Contact, Participant, Role } from './people';

export interface ContactHistory extends VisitPage { contact: Participant & { roles: Role[] } }

export const getContacts = async () => (await ask<{ contacts: Contact[] }>('GET', reading('/api/contacts'))).contacts;

export const getContactHistory = (personId: string, after: string | null = null) =>
  ask<ContactHistory>('GET', reading(paged(`/api/contacts/${encodeURIComponent(personId)}/visits`, { after })));
