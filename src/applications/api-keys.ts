import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { apiKeyStore } from './api-keys-store.ts'
import { lastUseNotes } from './last-use.ts'
import type { ApiCaller, ApiKey, ApiScope } from './schema.ts'

export interface NewApiKey {
  readonly applicationId: Id<'application'>
  readonly scopes: readonly ApiScope[]
  readonly expiresAt?: number
}

export interface ApiKeyRotation {
  /** Milliseconds for which the old key still works. */
  readonly overlap: number
}

/** A key just made: `token` is shown once and kept nowhere. */
export interface IssuedApiKey {
  readonly key: ApiKey
  readonly token: string
}

/** The keys with which applications call us. */
export interface ApiKeys {
  /**
   * Who holds this token; undefined for one unknown, expired, revoked or of a disabled application. One indexed
   * read each time and no cache: a revoked key stops with the commit that revokes it (V-98).
   */
  authenticate(token: string): Promise<ApiCaller | undefined>
  find(id: Id<'api-key'>): Promise<ApiKey | undefined>
  listOf(applicationId: Id<'application'>): Promise<readonly ApiKey[]>
  /** How many keys work now. */
  countLiving(): Promise<number>
  create(input: NewApiKey): IssuedApiKey & { readonly statement: Statement }
  /**
   * A new key with the same rights and the same last day; the old one ends after `overlap` milliseconds, or sooner if
   * it was to.
   * Refused where the old one has ended.
   */
  rotate(key: ApiKey, input: ApiKeyRotation): IssuedApiKey & { readonly statements: readonly Statement[] }
  /** Refused where it is revoked already. */
  revoke(id: Id<'api-key'>): Statement
  /** Resolves once no time of use is being written: for shutting down. */
  settled(): Promise<void>
}

const tokenPrefix = 'spk'
const tokenPattern = /^spk_[A-Za-z0-9_-]{43}$/
const shownLength = 8

export function openApiKeys(deps: { storage: Storage; random: Random }): ApiKeys {
  const { storage, random } = deps
  const { clock } = storage
  const store = apiKeyStore(storage)
  const notes = lastUseNotes({ storage, markUse: store.markUse })

  function create(input: NewApiKey) {
    const issued = issueApiKey({ clock, random }, input)
    return { ...issued, statement: store.insert(issued.key, hashToken(issued.token)) }
  }

  return {
    async authenticate(token) {
      if (!tokenPattern.test(token)) return undefined
      const caller = await store.findCaller(hashToken(token), clock.now())
      if (caller) notes.note(caller.key)
      return caller
    },
    find: store.find,
    listOf: store.findOf,
    countLiving: () => store.countLiving(clock.now()),
    create,
    rotate(key, { overlap }) {
      const { applicationId, scopes, expiresAt } = key
      const ends = expiresAt === undefined ? {} : { expiresAt }
      const { statement, ...issued } = create({ applicationId, scopes, ...ends })
      const at = clock.now()
      return { ...issued, statements: [store.endBy(key.id, at, at + overlap), statement] }
    },
    revoke: (id) => store.revoke(id, clock.now()),
    settled: notes.settled,
  }
}

/** Whether what this caller says of the first factor counts: its application vouches, and this key may (R7). */
export function mayVouch(caller: ApiCaller): boolean {
  return caller.application.vouches && caller.scopes.includes('vouch:first-factor')
}

function issueApiKey(deps: { clock: Storage['clock']; random: Random }, input: NewApiKey): IssuedApiKey {
  const token = newToken(tokenPrefix, deps.random)
  const key: ApiKey = {
    id: newId<'api-key'>(deps),
    applicationId: input.applicationId,
    prefix: token.slice(0, shownLength),
    scopes: input.scopes,
    createdAt: deps.clock.now(),
    expiresAt: input.expiresAt,
    lastUsedAt: undefined,
    revokedAt: undefined,
  }
  return { key, token }
}
