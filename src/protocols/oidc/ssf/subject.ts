import type { AuditRow } from '../../../audit/index.ts'
import type { Id } from '../../../kernel/ids.ts'
import type { Signal } from '../../../streams/index.ts'
import type { DoorDeps } from '../../protocol.ts'
import { isVerified, toldOf } from '../../told.ts'
import { issuerOf } from '../routes.ts'
import type { OidcSettings } from '../settings.ts'

/** Subject identifiers (RFC 9493). */
export type Subject = Readonly<Record<string, unknown>> & { readonly format: string }

/** Whom a row is about, in the names that the application knows; of one sign-in with the `sid` that it was told. */
export async function subjectOf(
  engine: DoorDeps,
  { accountId, details }: AuditRow,
  { signal, settings }: { readonly signal: Signal; readonly settings: OidcSettings },
): Promise<Subject | undefined> {
  if (accountId === undefined) return undefined
  const person = await personOf(engine, accountId as Id<'account'>, settings)
  if (signal.type !== 'session-revoked' || signal.of === 'account') return person
  return { format: 'complex', user: person, session: { format: 'opaque', id: details?.sid } }
}

async function personOf(
  engine: DoorDeps,
  accountId: Id<'account'>,
  { streamSubject }: OidcSettings,
): Promise<Subject> {
  const account = streamSubject === 'email' ? await engine.accounts.find(accountId) : undefined
  const email = account && (await toldOf(engine, account)).email
  if (email && isVerified(email)) return { format: 'email', email: email.value }
  return { format: 'iss_sub', iss: issuerOf(engine.baseUrl), sub: accountId }
}
