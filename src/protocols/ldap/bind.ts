import { once } from 'node:events'
import type { Account } from '../../accounts/index.ts'
import type { Application } from '../../applications/index.ts'
import {
  type ChosenProof,
  type Surroundings,
  splitChosen,
  splitCode,
  verifyElsewhere,
  verifyOnce,
} from '../../authentication/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Places } from '../../kernel/places.ts'
import { renewalReason, within } from '../../policy/index.ts'
import { sourceBucket } from '../../throttle/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { type Result, results } from './message.ts'
import { placeOf } from './names.ts'
import { type LdapSettings, ldapKind, ldapSettings } from './settings.ts'

/** As whom a connection asks. What it may is looked at anew with each question (R3). */
export type Bound =
  | { readonly by: 'nobody' }
  | { readonly by: 'system'; readonly applicationId: Id<'application'>; readonly secret: string }
  | {
      readonly by: 'person'
      readonly applicationId: Id<'application'>
      readonly accountId: Account['id']
      readonly epoch: number
      readonly until: number
    }

export const nobody: Bound = { by: 'nobody' }

/** Milliseconds for which somebody who was let in may read of themselves; later they show again who they are (0105). */
const personLasts = 5 * 60_000

export interface Binding {
  readonly bound: Bound
  readonly result: Result
}

/** Whence it is asked, and how a bind is waited for. */
export interface Asker {
  readonly address: string
  /** Aborted once nobody waits for the answer any more. */
  readonly gone: AbortSignal
  readonly room: Places
}

/** A system that may ask, as it is set up now. */
export interface System {
  readonly application: Application
  readonly settings: LdapSettings
}

/** Undefined where it may not ask from there, and where its settings cannot be read (G6). */
export async function systemOf(
  deps: DoorDeps,
  applicationId: Id<'application'>,
  address: string,
): Promise<System | undefined> {
  const found = await deps.doors.find(applicationId, ldapKind.id)
  const { data: settings } = ldapSettings.safeParse(found?.settings)
  if (!found || !settings || !within(settings.networks)(sourceBucket(address))) return undefined
  return { application: found.application, settings }
}

/**
 * Who asks from now on (RFC 4511 §4.2). Wrong password, wrong code, unknown name and a pause that is not over look alike
 * (R14), and so does a name that is no good from there.
 */
export async function bind(
  deps: DoorDeps,
  { name, password }: { readonly name: string; readonly password: string | undefined },
  asker: Asker,
): Promise<Binding> {
  if (password === undefined) return refused(results.authMethodNotSupported, 'Bind by name and password.')
  if (name === '' && password === '') return { bound: nobody, result: { code: results.success } }
  // A name without a password would be let in as nobody, and many a system takes that for a yes (RFC 4513 §5.1.2).
  if (password === '') return refused(results.unwillingToPerform, 'An empty password proves nothing.')
  const place = placeOf(name)
  const system = place && (await systemOf(deps, place.applicationId, asker.address))
  if (place?.kind === 'reader' && system) return bindSystem(deps, system, password)
  if (place?.kind === 'person' && system) return bindPerson(deps, system, place.name ?? '', password, asker)
  return wrong
}

const wrong = refused(results.invalidCredentials)

function refused(code: number, says?: string): Binding {
  return { bound: nobody, result: { code, ...(says === undefined ? {} : { says }) } }
}

async function bindSystem(
  { doors }: DoorDeps,
  { application: { id: applicationId } }: System,
  secret: string,
): Promise<Binding> {
  if (!(await doors.secrets.matches(applicationId, ldapKind.id, secret))) return wrong
  return { bound: { by: 'system', applicationId, secret }, result: { code: results.success } }
}

/** The yes leaves once it is booked (G7). */
async function bindPerson(
  deps: DoorDeps,
  system: System,
  account: string,
  typed: string,
  asker: Asker,
): Promise<Binding> {
  const { application, settings } = system
  const surroundings = { door: ldapKind.id, onBehalf: true, source: sourceBucket(asker.address) }
  const asking = { account, surroundings }
  const chosen = settings.mode === 'code' || !settings.phone ? undefined : splitChosen(deps.factors, typed)
  if (chosen) return bindElsewhere(deps, system, { ...asking, ...chosen }, asker)
  const proofs = settings.mode === 'code' ? { code: typed } : await splitCode(deps, account, typed)
  const verdict = await verifyOnce(deps, { application, ...asking, ...proofs })
  if (verdict.accepted) return boundAs(deps, system, verdict.accountId)
  return verdict.reason === renewalReason ? refused(results.invalidCredentials, verdict.text) : wrong
}

interface AskedElsewhere extends ChosenProof {
  readonly account: string
  readonly surroundings: Surroundings
}

/**
 * Waits for the phone. Every no comes when the wait is over, whatever it is a no to: sooner it would tell that the
 * password was wrong (R14).
 */
async function bindElsewhere(
  deps: DoorDeps,
  system: System,
  asked: AskedElsewhere,
  { gone, room }: Asker,
): Promise<Binding> {
  const { id: applicationId } = system.application
  const leave = room.enter(applicationId)
  if (!leave) return refused(results.busy, 'Too many wait for their phones.')
  const over = AbortSignal.any([gone, AbortSignal.timeout(system.settings.patience * 1000)])
  try {
    const verified = verifyElsewhere(deps, { ...asked, applicationId }, over)
    const accountId = await verified.catch(() => undefined)
    if (accountId) return await boundAs(deps, system, accountId)
    if (!over.aborted) await once(over, 'abort')
    // What could not be decided is said, as late.
    await verified
    return wrong
  } finally {
    leave()
  }
}

async function boundAs(
  deps: DoorDeps,
  { application: { id: applicationId } }: System,
  accountId: Account['id'],
): Promise<Binding> {
  const owner = await deps.accounts.find(accountId)
  if (!owner) return wrong
  const until = deps.storage.clock.now() + personLasts
  const bound = { by: 'person', applicationId, accountId, epoch: owner.epoch, until } as const
  return { bound, result: { code: results.success } }
}
