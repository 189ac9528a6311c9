import { applicationNameTaken } from '../../applications/index.ts'
import { retrying } from '../../authentication/index.ts'
import type { SallyportError } from '../../kernel/errors.ts'
import { hashToken, newToken } from '../../kernel/tokens.ts'
import type { AuditEntry } from '../../storage/index.ts'
import { type PlannedApplication, planApplication } from '../applications.ts'
import type { AdministrationDeps } from '../deps.ts'
import { registrationTokenNotFound } from './errors.ts'
import type { Registered, RegistrationToken } from './schema.ts'
import { registrationStore } from './store.ts'

/** An application that registered itself just now: both secrets are shown once. */
export interface FreshRegistration {
  readonly registered: Registered
  /** What it shares with us, where it has such. */
  readonly secret: string | undefined
  /** By which it looks after itself. */
  readonly ownToken: string
}

export interface RegisterInput {
  readonly token: RegistrationToken
  /** As it calls itself. */
  readonly name: string
  readonly settings: unknown
  readonly source?: string | undefined
}

const tokenPattern = /^spj_[A-Za-z0-9_-]{43}$/

/** One that lives, has uses left and is for this door. */
export async function findRegistrationToken(
  deps: AdministrationDeps,
  { text, door }: { readonly text: string; readonly door: string },
): Promise<RegistrationToken | undefined> {
  if (!tokenPattern.test(text)) return undefined
  const found = await registrationStore(deps.storage).livingToken(hashToken(text), deps.storage.clock.now())
  return found?.door === door ? found : undefined
}

/**
 * Makes an application of its own wish, within what its door has found the token to allow. Its name stands behind the
 * token's prefix, and its class is the token's. Throws `registration-token.not-found` where the last use was taken
 * meanwhile, and `application.name-taken`.
 */
export function registerApplication(
  deps: AdministrationDeps,
  input: RegisterInput,
): Promise<FreshRegistration> {
  return retrying(() => round(deps, input))
}

async function round(deps: AdministrationDeps, input: RegisterInput): Promise<FreshRegistration | 'lost'> {
  const store = registrationStore(deps.storage)
  const at = deps.storage.clock.now()
  const token = await store.token(input.token.id)
  if (!token || !isLiving(token, at)) throw registrationTokenNotFound()
  const planned = await planWithFreeName(deps, { ...input, token })
  const { application, statements, secret } = planned
  const ownToken = newToken('spn', deps.random)
  const registration = {
    applicationId: application.id,
    tokenId: token.id,
    doorVersion: 1,
    createdAt: at,
    approvedAt: undefined,
  }
  const outcome = await deps.storage.book({
    statements: [
      store.spendToken(token, at),
      ...statements,
      store.insertRegistration(registration, hashToken(ownToken)),
    ],
    events: [registeredEvent(planned, { token, at, source: input.source })],
    locks: [application.id, token.id],
  })
  if (outcome === 'refused') return 'lost'
  const registered = { application, registration, token, settings: input.settings, version: 1 }
  return { registered, secret, ownToken }
}

function isLiving({ used, uses, revokedAt, expiresAt }: RegistrationToken, at: number): boolean {
  return used < uses && revokedAt === undefined && expiresAt > at
}

/** Several copies of one program give themselves one name: those after the first are numbered. */
async function planWithFreeName(
  deps: AdministrationDeps,
  { token, name, settings }: RegisterInput,
): Promise<PlannedApplication> {
  const wanted = {
    class: token.class,
    vouches: false,
    owner: token.owner,
    connection: { door: token.door, settings },
    status: token.approval ? 'disabled' : 'active',
  } as const
  const called = `${token.namePrefix} ${name}`
  try {
    return await planApplication(deps, { ...wanted, name: called })
  } catch (error) {
    if ((error as SallyportError).code !== applicationNameTaken().code) throw error
    return planApplication(deps, { ...wanted, name: `${called} ${token.used + 1}` })
  }
}

function registeredEvent(
  { application, details }: PlannedApplication,
  {
    token,
    at,
    source,
  }: { readonly token: RegistrationToken; readonly at: number; readonly source: string | undefined },
): AuditEntry {
  return {
    at,
    event: 'application.registered',
    outcome: 'done',
    actor: `application:${application.id}`,
    applicationId: application.id,
    ...(source ? { source } : {}),
    details: { ...details, token: token.name, approval: token.approval },
  }
}
