import type { Directory, DirectoryEntry, StandingThere } from '../directory.ts'
import { directoryUnavailable } from '../errors.ts'

/** Somebody in the table of a program that embeds us. */
export interface HostUser {
  /** Immutable there and never given to another: the primary key (R12). */
  readonly id: string
  readonly name: string
  readonly email?: string | null | undefined
  /** What rules may speak of, `department` for one. Name each of them for everybody: what is left out is not known. */
  readonly attributes?: Readonly<Record<string, readonly string[]>> | undefined
  /** May not sign in any more. */
  readonly disabled?: boolean | undefined
}

/** What a program that embeds us tells of its own users. It keeps them, and their passwords; we keep the rest. */
export interface HostUsers {
  /** Everybody; read once a minute, and where the program says that something has changed. */
  all(): Promise<readonly HostUser[]>
  /** Looked up at each sign-in, so that whoever is disabled there is out here at once. */
  find(id: string): Promise<HostUser | undefined>
  /** Whether it is their password. Undefined is nobody: do the same work, and say no. */
  checkPassword(id: string | undefined, password: string): Promise<boolean>
}

const hour = 3_600_000

export const hostDirectoryId = 'host'

/** The table of a program that embeds us, as a directory like any other. What it throws denies (G6). */
export function hostDirectory(users: HostUsers): Directory {
  return {
    id: hostDirectoryId,
    type: 'host',
    place: 'this program',
    // It locks nobody: our own lanes count what is wrong.
    lockOut: { threshold: 1000, window: hour },
    reading: { every: 60_000, mostRemovals: 10 },
    standing: (id) => standingOf(users, id),
    async checkPassword(id, password) {
      try {
        return (await users.checkPassword(id, password)) === true ? 'match' : 'mismatch'
      } catch {
        return 'unavailable'
      }
    },
    async refuseStranger() {
      try {
        await users.checkPassword(undefined, 'nobody has this')
        return 'mismatch'
      } catch {
        return 'unavailable'
      }
    },
    async read() {
      try {
        return { entries: (await users.all()).map(entryOf), groups: undefined }
      } catch {
        throw directoryUnavailable(hostDirectoryId)
      }
    },
    examine: async () => ({ servers: [], problems: [] }),
  }
}

async function standingOf(users: HostUsers, id: string): Promise<StandingThere> {
  try {
    const user = await users.find(id)
    if (!user) return 'gone'
    return user.disabled ? 'disabled' : 'active'
  } catch {
    return 'unavailable'
  }
}

function entryOf({ id, name, email, disabled = false, attributes = {} }: HostUser): DirectoryEntry {
  return { id, name, disabled, contacts: email ? [{ type: 'email', value: email }] : [], attributes }
}
