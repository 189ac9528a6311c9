import { get, post, remove } from './client.ts'
import type { ContactType, ContactView, Page } from './types.ts'

/** Where one is reached. */
export function listContacts(signal?: AbortSignal): Promise<Page<ContactView>> {
  return get('/contacts', signal)
}

/** One more contact, not confirmed yet. */
export function addContact(input: { type: ContactType; value: string }): Promise<ContactView> {
  return post('/contacts', input)
}

/** Sends a code there; the one before it is void. */
export function sendContactCode(id: string): Promise<{ expiresAt: number }> {
  return post(`/contacts/${id}/code`, {})
}

/** Types the code that was sent. */
export function verifyContact(id: string, code: string): Promise<ContactView> {
  return post(`/contacts/${id}/verify`, { code })
}

export function removeContact(id: string): Promise<void> {
  return remove(`/contacts/${id}`)
}
