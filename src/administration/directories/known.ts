import type { Contact } from '../../accounts/index.ts'
import type { Directory } from '../../directories/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { AdministrationDeps } from '../deps.ts'
import type { Known } from './plan.ts'

/** What is here of a directory now. */
export async function knownOf(deps: AdministrationDeps, { id }: Directory): Promise<Known> {
  const [accounts, ended, links, groups] = await Promise.all([
    deps.accounts.listOfDirectory(id),
    deps.directoryBooks.endedBy(id),
    deps.directoryBooks.groupsOf(id),
    deps.groups.list(),
  ])
  const contacts = await contactsBy(
    deps,
    accounts.map((account) => account.id),
  )
  const names = new Map(groups.map((group) => [group.id, group.name]))
  const own = links.filter(({ groupId }) => names.has(groupId))
  return {
    accounts,
    ended,
    contactsOf: (accountId) => contacts.get(accountId) ?? [],
    groups: own.map((link) => ({ ...link, name: names.get(link.groupId) ?? '' })),
    memberships: await deps.groups.membershipsOf(own.map(({ groupId }) => groupId)),
  }
}

const perQuery = 500

async function contactsBy(
  deps: Pick<AdministrationDeps, 'contacts'>,
  ids: readonly Id<'account'>[],
): Promise<ReadonlyMap<Id<'account'>, readonly Contact[]>> {
  const found: Contact[] = []
  for (let at = 0; at < ids.length; at += perQuery)
    found.push(...(await deps.contacts.listOfAll(ids.slice(at, at + perQuery))))
  return Map.groupBy(found, ({ accountId }) => accountId)
}
