import { type Account, type Contact, type ContactAddress, maskedContact } from '../../accounts/index.ts'
import type { Statement } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'

export interface ContactChanges {
  readonly added: readonly ContactAddress[]
  readonly removed: readonly Contact[]
}

/** What its owner has confirmed is theirs, whatever a directory says of it later (R12). */
export function contactChanges(own: readonly Contact[], wanted: readonly ContactAddress[]): ContactChanges {
  const has = (list: readonly ContactAddress[], one: ContactAddress) =>
    list.some(({ type, value }) => type === one.type && value === one.value)
  return {
    added: wanted.filter((address) => !has(own, address)),
    removed: own.filter(
      (contact) =>
        contact.source === 'directory' && contact.verifiedAt === undefined && !has(wanted, contact),
    ),
  }
}

/** Older addresses hear of each new one: whoever writes the directory reads what comes from here on (R12). */
export async function contactStatements(
  deps: AdministrationDeps,
  account: Account,
  { added, removed }: ContactChanges,
): Promise<readonly Statement[]> {
  const at = deps.storage.clock.now()
  const told = added.map((address) => {
    const change = { change: 'added', contact: maskedContact(address) } as const
    const values = { at, account: account.name, ...change }
    return deps.notices.tell(account, { template: 'contact.changed', values })
  })
  return [
    ...removed.map((contact) => deps.contacts.remove(contact.id)),
    ...added.map(
      (address) => deps.contacts.add({ accountId: account.id, address, source: 'directory' }).statement,
    ),
    ...(await Promise.all(told)).flat(),
  ]
}
