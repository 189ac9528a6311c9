import type { Entry } from 'ldapts'
import type { LdapConfig } from './config.ts'
import { attributesOf } from './entry.ts'
import { usersFilter } from './filters.ts'
import type { Session } from './session.ts'

/** Whoever may have an account here, as the directory has them; those whom we cannot use count, too. */
export async function* readPeople(config: LdapConfig, session: Session): AsyncIterable<Entry> {
  const search = { base: config.base, filter: usersFilter(config), ...attributesOf(config) }
  let read = 0
  for await (const one of session.search(search)) {
    if (++read > config.mostEntries) throw new Error(`There are more than ${config.mostEntries} people.`)
    yield one
  }
}
