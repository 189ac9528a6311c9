import { setTimeout as pause } from 'node:timers/promises'
import type { Directory, DirectoryId, DirectorySnapshot, StandingThere } from '../directory.ts'
import type { LdapConfig } from './config.ts'
import type { LdapDeps } from './deps.ts'
import { attributesOf, type LdapEntry, toEntry } from './entry.ts'
import { examine } from './examine.ts'
import { userFilter } from './filters.ts'
import { readGroups } from './groups.ts'
import { readPeople } from './people.ts'
import { accessesOf } from './secrets.ts'
import { openServers } from './servers.ts'
import type { Session } from './session.ts'
import { refusalTimes } from './strangers.ts'

/** A whole reading may take this long. */
const readingTime = 15 * 60_000

/** An LDAP directory, or Active Directory. Throws `directory.unusable` where its files cannot be read. */
export function ldapDirectory(id: DirectoryId, config: LdapConfig, deps: LdapDeps): Directory {
  const { clock, random, logger } = deps
  const servers = openServers({
    id,
    accesses: accessesOf(id, config),
    monotonic: () => clock.monotonic(),
    failed: (server, error) =>
      logger.warn({ directory: id, server, err: error }, 'A directory did not answer.'),
  })
  const refusals = refusalTimes(random)
  const ask = <Result>(run: (session: Session) => Promise<Result>, source?: string) =>
    servers.run({ within: config.timeout, source, run })
  const find = (session: Session, entryId: string) => findUser(config, session, entryId, clock.now())

  return {
    id,
    type: 'ldap',
    place: config.servers.join(' '),
    lockOut: config.lockOut,
    reading: { every: config.syncEvery, mostRemovals: config.mostRemovals },

    async standing(entryId): Promise<StandingThere> {
      try {
        const entry = await ask((session) => find(session, entryId))
        if (!entry) return 'gone'
        return entry.disabled ? 'disabled' : 'active'
      } catch {
        return 'unavailable'
      }
    },

    async checkPassword(entryId, password, source) {
      try {
        return await ask(async (session) => {
          const entry = await find(session, entryId)
          if (!entry || entry.disabled) {
            await pause(refusals.draw())
            return 'mismatch'
          }
          const began = clock.monotonic()
          if (await session.isPasswordOf(entry.dn, password)) return 'match'
          refusals.note(clock.monotonic() - began)
          return 'mismatch'
        }, source)
      } catch {
        return 'unavailable'
      }
    },

    async refuseStranger(source) {
      try {
        const nobody = Buffer.from(random.bytes(16)).toString('hex')
        const id = nobody.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
        await ask((session) => find(session, id), source)
        await pause(refusals.draw())
        return 'mismatch'
      } catch {
        return 'unavailable'
      }
    },

    read: () => servers.run({ within: readingTime, run: (session) => readAll(config, session, clock.now()) }),

    examine: () => examine(id, config, deps),
  }
}

async function findUser(
  config: LdapConfig,
  session: Session,
  id: string,
  at: number,
): Promise<LdapEntry | undefined> {
  const filter = await userFilter(config, id)
  if (!filter) return undefined
  const found: LdapEntry[] = []
  const search = { base: config.base, filter, ...attributesOf(config), limit: 2 }
  for await (const one of session.search(search)) {
    const entry = toEntry(config, one, at)
    if (entry) found.push(entry)
  }
  const [entry, another] = found
  // Two with one id: then the attribute is not what it was taken for, and links nobody (G6).
  return another ? undefined : entry
}

/** People and groups. More than there may be, and half an answer, are errors: nobody is gone because of them. */
async function readAll(config: LdapConfig, session: Session, at: number): Promise<DirectorySnapshot> {
  const people: LdapEntry[] = []
  for await (const one of readPeople(config, session)) {
    const entry = toEntry(config, one, at)
    if (entry) people.push(entry)
  }
  return { entries: people, groups: await readGroups(config, session, people) }
}
