import type { DoorKind } from '../../applications/index.ts'
import { invalidInput } from '../../kernel/errors.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { parseWith } from '../../kernel/parse.ts'
import { hashToken, newToken } from '../../kernel/tokens.ts'
import { type Actor, requireMayGrant, requirePermission } from '../actor.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { onceUnder, type Remember, type RetryKey } from '../retry-keys.ts'
import { registrationNotOffered, registrationTokenNotFound } from './errors.ts'
import type { RegistrationTerms, RegistrationToken } from './schema.ts'
import { registrationStore } from './store.ts'

const looks = { role: 'administrator', scope: 'administration', changes: false } as const
const changes = { ...looks, changes: true } as const
const shownLength = 8

/** A token just made: `text` is shown once and kept nowhere. */
export interface IssuedRegistrationToken {
  readonly token: RegistrationToken
  readonly text: string
}

interface IssueInput {
  readonly actor: Actor
  readonly terms: RegistrationTerms
  readonly retry?: RetryKey | undefined
}

/** The newest first, those that have ended included. */
export async function listRegistrationTokens(
  deps: AdministrationDeps,
  { actor }: { readonly actor: Actor },
): Promise<readonly RegistrationToken[]> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  return registrationStore(deps.storage).tokens()
}

/** Throws `registration.not-offered`, and `input.invalid` naming the limits that are wrong. */
export async function issueRegistrationToken(
  deps: AdministrationDeps,
  input: IssueInput,
): Promise<IssuedRegistrationToken> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  requireMayGrant(input.actor, 'administrator')
  return onceUnder(deps, input, { make: (remember) => makeToken(deps, input, remember) })
}

async function makeToken(
  deps: AdministrationDeps,
  { actor, terms }: IssueInput,
  remember: Remember,
): Promise<IssuedRegistrationToken> {
  const { clock } = deps.storage
  const limitsOf = (await kindOf(deps, terms.door)).registrationLimits
  if (!limitsOf) throw registrationNotOffered(terms.door)
  if (terms.expiresAt <= clock.now())
    throw invalidInput([{ path: 'expiresAt', message: 'must lie in the future' }])
  const text = newToken('spj', deps.random)
  const token: RegistrationToken = {
    ...terms,
    id: newId<'registration-token'>({ clock, random: deps.random }),
    prefix: text.slice(0, shownLength),
    owner: terms.owner || undefined,
    limits: parseWith(limitsOf, terms.limits, 'limits'),
    used: 0,
    createdAt: clock.now(),
    revokedAt: undefined,
  }
  const { statements, locks } = remember({ id: token.id, secretShown: true })
  const outcome = await bookAct(deps, {
    actor,
    event: 'registration-token.issued',
    statements: [registrationStore(deps.storage).insertToken(token, hashToken(text)), ...statements],
    locks: [token.id, ...locks],
    details: { token: token.name, class: token.class, uses: token.uses, approval: token.approval },
  })
  if (outcome === 'refused') throw registrationTokenNotFound()
  return { token, text }
}

/** Nothing more registers with it; what has done so stays. Throws `registration-token.not-found`. */
export async function revokeRegistrationToken(
  deps: AdministrationDeps,
  input: {
    readonly actor: Actor
    readonly tokenId: Id<'registration-token'>
    readonly reason: string
  },
): Promise<void> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const store = registrationStore(deps.storage)
  const token = await store.token(input.tokenId)
  if (!token) throw registrationTokenNotFound()
  const outcome = await bookAct(deps, {
    actor: input.actor,
    event: 'registration-token.revoked',
    statements: [store.revokeToken(token.id, deps.storage.clock.now())],
    locks: [token.id],
    details: { token: token.name, reason: input.reason },
  })
  if (outcome === 'refused') throw registrationTokenNotFound()
}

async function kindOf(deps: AdministrationDeps, door: string): Promise<Pick<DoorKind, 'registrationLimits'>> {
  return (await deps.doorKinds()).find(({ id }) => id === door) ?? {}
}
