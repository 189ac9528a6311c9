import type { Account } from '../../accounts/index.ts'
import type { Application } from '../../applications/index.ts'
import { splitCode, verifyOnce } from '../../authentication/index.ts'
import type { Id } from '../../kernel/ids.ts'
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
    }

export const nobody: Bound = { by: 'nobody' }

export interface Binding {
  readonly bound: Bound
  readonly result: Result
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
  address: string,
): Promise<Binding> {
  if (password === undefined) return refused(results.authMethodNotSupported, 'Bind by name and password.')
  if (name === '' && password === '') return { bound: nobody, result: { code: results.success } }
  // A name without a password would be let in as nobody, and many a system takes that for a yes (RFC 4513 §5.1.2).
  if (password === '') return refused(results.unwillingToPerform, 'An empty password proves nothing.')
  const place = placeOf(name)
  const system = place && (await systemOf(deps, place.applicationId, address))
  if (place?.kind === 'reader' && system) return bindSystem(deps, system, password)
  if (place?.kind === 'person' && system) return bindPerson(deps, system, place.name ?? '', password, address)
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
  { application, settings }: System,
  account: string,
  typed: string,
  address: string,
): Promise<Binding> {
  const surroundings = { door: ldapKind.id, onBehalf: true, source: sourceBucket(address) }
  const proofs = settings.mode === 'code' ? { code: typed } : await splitCode(deps, account, typed)
  const verdict = await verifyOnce(deps, { application, account, ...proofs, surroundings })
  if (!verdict.accepted)
    return verdict.reason === renewalReason ? refused(results.invalidCredentials, verdict.text) : wrong
  const owner = await deps.accounts.find(verdict.accountId)
  if (!owner) return wrong
  const bound = {
    by: 'person',
    applicationId: application.id,
    accountId: owner.id,
    epoch: owner.epoch,
  } as const
  return { bound, result: { code: results.success } }
}
