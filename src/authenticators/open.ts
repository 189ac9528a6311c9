import type { FactorId } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import type { AuthenticatorConfig } from './config.ts'
import { endingAuthenticators } from './ending-store.ts'
import { type IdleQuery, idleAuthenticators } from './idle-store.ts'
import type { Move } from './lifecycle.ts'
import { pooledAuthenticators } from './pool-store.ts'
import type { Authenticator } from './schema.ts'
import { stagedAuthenticators } from './staging-store.ts'
import { judgedStatements } from './statements.ts'
import * as store from './store.ts'

/** The authenticators of an installation. Reads answer; what writes comes back as statements for the caller's booking. */
export type Authenticators = ReturnType<typeof openAuthenticators>

type Version = Pick<Authenticator, 'id' | 'version'>

export function openAuthenticators(storage: Storage, config: AuthenticatorConfig) {
  return {
    ...judgedStatements(storage),
    ofAccount: store.authenticatorsByAccount(storage),
    bindersOf: (accountId: Id<'account'>) => store.bindersOf(storage, accountId),
    ofAccounts: (accountIds: readonly Id<'account'>[]) => store.authenticatorsOfAll(storage, accountIds),
    ofApplication: (applicationId: Id<'application'>) => store.authenticatorsFor(storage, applicationId),
    find: (id: Id<'authenticator'>) => store.findAuthenticator(storage, id),
    findByHandle: (factor: FactorId, handle: string) => store.findByHandle(storage, factor, handle),
    findInPool: (factor: FactorId, handle: string, accountId: Id<'account'>) =>
      store.findInPool(storage, factor, handle, accountId),
    takeFromPool: (row: Version) => store.takeFromPool(storage, row),
    dropOffers: (
      owner: Parameters<typeof store.dropOffers>[1],
      applicationId: Id<'application'> | undefined,
    ) => store.dropOffers(storage, owner, applicationId),
    offer: (row: Parameters<typeof store.insertPending>[1]) => store.insertPending(storage, row),
    add: (row: Parameters<typeof store.insertActive>[1]) => store.insertActive(storage, row),
    activate: (row: Version, confirmed: Parameters<typeof store.activate>[2]) =>
      store.activate(storage, row, confirmed),
    voidPending: (kept: Authenticator) => store.voidPending(storage, kept),
    clearFailures: (accountId: Id<'account'>) => store.clearFailures(storage, accountId),
    replaceData: (row: Version, replacement: store.Replacement) =>
      store.replaceData(storage, row, replacement),
    replacePending: (row: Version, pending: Uint8Array) => store.replacePending(storage, row, pending),
    listAfter: (after: Id<'authenticator'> | undefined, limit: number) =>
      store.authenticatorsAfter(storage, after, limit),
    renew: (row: Version, renewed: Parameters<typeof store.renew>[2], move?: Move) =>
      store.renew(storage, row, renewed, move),
    rename: (row: Version, label: string) => store.renameAuthenticator(storage, row, label),
    move: (row: Version, move: Move) => store.moveAuthenticator(storage, row, move),
    remove: (row: Version) => store.removeAuthenticator(storage, row),
    expectUnchanged: (rows: readonly (Version & Pick<Authenticator, 'status'>)[]) =>
      store.expectUnchanged(storage, rows),
    removeAllBut: (accountId: Id<'account'>, kept: readonly FactorId[]) =>
      store.removeAllBut(storage, accountId, kept),
    ...endingAuthenticators(storage, config),
    idle: (query: IdleQuery) => idleAuthenticators(storage, query),
    holdsAnother: store.holdsAnother,
    countAccountsWith: (factors: readonly FactorId[]) => store.countAccountsWith(storage, factors),
    /** What belongs to nobody yet. */
    pool: pooledAuthenticators(storage),
    /** What an import brings, and nobody sees before it is live. */
    staging: stagedAuthenticators(storage),
    sweep: (at: number) => store.sweepPending(storage, at),
  }
}
