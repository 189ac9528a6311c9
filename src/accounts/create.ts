import { localDirectoryId } from '../directories/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { foldAttributes } from './attributes.ts'
import type { Account, AccountMark, AccountRole, Name } from './schema.ts'

export interface NewAccount {
  readonly name: Name
  readonly role?: AccountRole
  readonly marks?: readonly AccountMark[]
  /** The link to another directory, by the id that it has there or its own; without it the account is local. */
  readonly link?: { readonly directory: string; readonly id?: string }
  /** What is told of it from the start. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>
}

/** The account as it will be once booked. */
export function createAccount(deps: { clock: Clock; random: Random }, input: NewAccount): Account {
  const id = newId<'account'>(deps)
  const at = deps.clock.now()
  return {
    id,
    name: input.name.shown,
    key: input.name.key,
    role: input.role ?? 'person',
    status: 'active',
    marks: input.marks ?? [],
    epoch: 1,
    version: 1,
    createdAt: at,
    updatedAt: at,
    lastSignInAt: undefined,
    directory: input.link?.directory ?? localDirectoryId,
    directoryId: input.link?.id ?? id,
    attributes: {
      told: foldAttributes(input.attributes ?? {}),
      complete: input.link === undefined,
    },
  }
}
