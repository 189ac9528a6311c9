import { setTimeout as wait } from 'node:timers/promises'
import type { AdmissionRow } from '../../admissions/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { AuditEntry, Statement } from '../../storage/index.ts'
import type { OidcDeps } from './deps.ts'
import { oidcKind } from './kind.ts'
import type { Provider } from './provider.ts'
import { sidOf } from './sid.ts'

const most = 100
/** Milliseconds before each try: who is down for a moment is told all the same. */
const pauses = [0, 1000, 3000]

/**
 * Tells clients of everybody who is no longer signed in to them: they signed out, were signed out, disabled, or had to
 * start anew. What hung on their admission is removed, but where it may outlive the session: then the client hears of
 * it, and keeps what it has (OpenID Connect Back-Channel Logout §2.7). One node takes each of them. Of one session, if
 * one is named.
 */
export async function tellOfSignOuts(
  deps: OidcDeps,
  provider: () => Promise<Provider>,
  session?: Id<'session'>,
): Promise<void> {
  const { admissions } = deps.engine
  const among = { door: oidcKind.id, session, limit: most }
  // Several admissions of one session are one sign-in to the client.
  const signIns = new Map<string, AdmissionRow>()
  const isFirst = (admission: AdmissionRow) => !signIns.has(sidOf(admission))
  for (const admission of await admissions.orphaned(among))
    if (await end(deps, admission, isFirst(admission))) signIns.set(sidOf(admission), admission)
  for (const admission of await admissions.outliving(among))
    if (await take(deps, admission, { mark: admissions.told(admission.id), isFirst: isFirst(admission) }))
      signIns.set(sidOf(admission), admission)
  await Promise.all([...signIns.values()].map((admission) => tell(deps, provider, admission)))
}

async function end(deps: OidcDeps, admission: AdmissionRow, isFirst: boolean): Promise<boolean> {
  const taken = await take(deps, admission, { mark: deps.engine.admissions.end(admission.id), isFirst })
  if (taken) await deps.records.removeGrant(admission.id)
  return taken
}

/** The trail tells of a sign-in once, whatever hung on it. */
async function take(
  { engine: { storage } }: OidcDeps,
  admission: AdmissionRow,
  { mark, isFirst }: { readonly mark: Statement; readonly isFirst: boolean },
): Promise<boolean> {
  const { id, accountId, applicationId } = admission
  const signedOut: AuditEntry = {
    at: storage.clock.now(),
    event: 'application.signed-out',
    outcome: 'done',
    actor: 'system',
    accountId,
    applicationId,
    details: { door: oidcKind.id, sid: sidOf(admission) },
  }
  const events = isFirst ? [signedOut] : []
  return (await storage.book({ statements: [mark], locks: [id], events })) === 'booked'
}

/** What the library's types leave out. */
interface Tellable {
  backchannelLogout(accountId: string, sid: string): Promise<unknown>
}

async function tell(
  deps: OidcDeps,
  provider: () => Promise<Provider>,
  admission: AdmissionRow,
): Promise<void> {
  const { applicationId, accountId } = admission
  const settings = await deps.clients.settingsOf(applicationId)
  if (!settings?.backchannelLogoutUri) return
  const client = (await (await provider()).Client.find(applicationId)) as Tellable | undefined
  for (const pause of pauses) {
    await wait(pause)
    try {
      await client?.backchannelLogout(accountId, sidOf(admission))
      return
    } catch (error) {
      const fields = { err: error, application: applicationId }
      deps.engine.logger.warn(fields, 'An application was not told of a sign-out.')
    }
  }
}
