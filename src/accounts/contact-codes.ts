import { randomDigits } from '../kernel/digits.ts'
import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import { equalBytes } from '../kernel/tokens.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { contactCodesStore } from './contact-codes-store.ts'
import type { Contact, ContactCode, ContactCodePurpose } from './schema.ts'

/** Digits of a code that is sent to a contact; NIST SP 800-63B-4 §4.2.1.2 asks for six. */
const contactCodeDigits = 8

/** Wrong tries that one code takes (G5). */
const tries = 3

/** What a code is bound to: it is worth nothing for another contact or purpose (N-36, A-011). */
export interface ContactCodeFor {
  readonly contact: Pick<Contact, 'id' | 'accountId'>
  readonly purpose: ContactCodePurpose
}

export interface NewContactCode {
  /** Goes into the message and nowhere else. */
  readonly code: string
  readonly expiresAt: number
  readonly statements: readonly Statement[]
}

/** Codes that are sent to a contact, to see whether its owner receives there. */
export type ContactCodes = ReturnType<typeof openContactCodes>

export function openContactCodes(deps: {
  readonly storage: Storage
  readonly random: Random
  readonly box: Pick<SecretBox, 'mac'>
}) {
  const { storage, random, box } = deps
  const { clock } = storage
  const store = contactCodesStore(storage)

  /** Eight digits are searched in no time, so the hash is keyed: the database alone does not tell the code. */
  function hashOf({ contact, purpose }: ContactCodeFor, code: string): Uint8Array {
    const bound = JSON.stringify([contact.accountId, contact.id, purpose, code])
    return box.mac('contact code', Buffer.from(bound, 'utf8'))
  }

  return {
    /** A new code, which takes the place of the one before it. `lifetime` in milliseconds. */
    create(bound: ContactCodeFor, lifetime: number): NewContactCode {
      const at = clock.now()
      const code = randomDigits(random, contactCodeDigits)
      const row = {
        id: newId<'contact-code'>({ clock, random }),
        account_id: bound.contact.accountId,
        contact_id: bound.contact.id,
        purpose: bound.purpose,
        code_hash: Buffer.from(hashOf(bound, code)).toString('hex'),
        tries_left: tries,
        created_at: at,
        expires_at: at + lifetime,
        used_at: null,
      }
      return {
        code,
        expiresAt: row.expires_at,
        statements: [store.removeOf(bound.contact.id), store.insert(row)],
      }
    },

    findLiving: ({ contact, purpose }: ContactCodeFor) => store.findLiving(contact.id, purpose, clock.now()),

    matches(bound: ContactCodeFor, kept: ContactCode, typed: string): boolean {
      return equalBytes(Buffer.from(kept.hash, 'hex'), hashOf(bound, typed))
    },

    /** Used up by a right answer, once. */
    use: (kept: ContactCode): Statement => store.markUsed(kept, clock.now()),
    /** What a wrong answer costs. */
    countTry: (kept: ContactCode): Statement => store.countTry(kept, clock.now()),
    /** For a contact that goes. */
    removeOf: store.removeOf,
    sweep: store.removeExpired,
  }
}
