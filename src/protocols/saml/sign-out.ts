import type { AdmissionRow } from '../../admissions/index.ts'
import { endOwnSession } from '../../enrolment/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Session } from '../../sessions/index.ts'
import { accept, requireForHere } from './accept.ts'
import { answerXml } from './assertion.ts'
import { type Direction, type Received, toRedirect } from './bindings.ts'
import type { SamlDeps } from './deps.ts'
import { refusedMessage } from './errors.ts'
import { currentKeys } from './keys.ts'
import { logoutRequestXml, readLogoutRequest, readLogoutResponse } from './logout-message.ts'
import { type NameIdKind, nameIdFormats, statuses } from './names.ts'
import { samlStore } from './saml-store.ts'
import type { SamlSessionsTable } from './schema.ts'
import type { LogoutService } from './service-provider.ts'
import { signXml } from './sign-xml.ts'
import type { Participant, SigningOut } from './under-way.ts'

/** Where the browser goes next: elsewhere by an address or a form, or nowhere, for everybody has been told. */
export type NextStop =
  | { readonly redirect: string }
  | { readonly action: string; readonly fields: Readonly<Record<string, string | undefined>> }
  | { readonly complete: boolean }

/** An application says that somebody signs out, or that somebody is signed out there. */
export async function receiveLogout(deps: SamlDeps, received: Received): Promise<NextStop> {
  return received.direction === 'SAMLRequest'
    ? receiveRequest(deps, received)
    : receiveResponse(deps, received)
}

/** Whoever signs out at our own page is signed out everywhere. */
export async function signOutHere(deps: SamlDeps, sessionToken: string | undefined): Promise<NextStop> {
  const session = await deps.engine.sessions.findLiving(sessionToken)
  if (!session) return { complete: true }
  const waiting = await endSession(deps, session, undefined)
  return goOn(deps, { kind: 'sign-out', asked: undefined, current: undefined, waiting, complete: true })
}

/** Signed, always: whoever could send one unsigned could sign anybody out (V-94). */
async function receiveRequest(deps: SamlDeps, received: Received): Promise<NextStop> {
  const { connected, message } = await accept(deps.providers, received, () => true)
  const request = readLogoutRequest(message)
  requireForHere(deps.engine, request, { address: deps.addresses.logout, verified: true })
  if (request.until !== undefined && !(request.until > deps.engine.storage.clock.now()))
    throw refusedMessage('NotOnOrAfter')
  const { applicationId } = connected
  await deps.underWay.settle([deps.underWay.answerOnce(applicationId, request.id)], applicationId)
  const waiting: Participant[] = []
  for (const session of await sessionsMeant(deps, applicationId, request))
    waiting.push(...(await endSession(deps, session, applicationId)))
  return goOn(deps, {
    kind: 'sign-out',
    asked: { applicationId, requestId: request.id, relayState: received.relayState },
    current: undefined,
    waiting,
    complete: true,
  })
}

/** Whatever comes back moves the browser on, once; what is not signed, or answers something else, is not believed. */
async function receiveResponse(deps: SamlDeps, received: Received): Promise<NextStop> {
  const token = received.relayState ?? ''
  const { current, ...state } = await deps.underWay.signingOut(token)
  const done = current !== undefined && (await saysDone(deps, received, current))
  await deps.underWay.settle([deps.underWay.end(token)], current?.applicationId ?? 'saml')
  return goOn(deps, { ...state, current: undefined, complete: state.complete && done })
}

async function saysDone(
  { providers }: SamlDeps,
  received: Received,
  { applicationId, requestId }: NonNullable<SigningOut['current']>,
): Promise<boolean> {
  try {
    const { connected, message } = await accept(providers, received, () => true)
    const { inResponseTo, succeeded } = readLogoutResponse(message)
    return succeeded && connected.applicationId === applicationId && inResponseTo === requestId
  } catch (error) {
    if (error instanceof SallyportError) return false
    throw error
  }
}

/** The sessions of our pages that an application speaks of, as it was told of them. */
async function sessionsMeant(
  { engine }: SamlDeps,
  applicationId: Id<'application'>,
  { nameId, sessionIndexes }: { readonly nameId: string; readonly sessionIndexes: readonly string[] },
): Promise<readonly Session[]> {
  const rows = await samlStore(engine.storage).sessionsNamed(
    applicationId,
    nameId,
    engine.storage.clock.now(),
  )
  const meant = rows.filter(
    (row) => sessionIndexes.length === 0 || sessionIndexes.includes(row.session_index),
  )
  const admissions = await Promise.all(meant.map(({ id }) => engine.admissions.find(id as Id<'admission'>)))
  const sessions = await Promise.all(admissions.map((admission) => sessionOf(engine, admission)))
  const living = sessions.filter((one) => one !== undefined)
  return [...new Map(living.map((session) => [session.id, session])).values()]
}

async function sessionOf(
  { sessions }: SamlDeps['engine'],
  admission: AdmissionRow | undefined,
): Promise<Session | undefined> {
  if (!admission) return undefined
  const own = await sessions.ofAccount(admission.accountId)
  return own.find(({ id }) => id === admission.sessionId)
}

/** Ends a session of our pages, and with it all that hangs on it; tells who of this door has to hear of it. */
async function endSession(
  { engine }: SamlDeps,
  session: Session,
  except: Id<'application'> | undefined,
): Promise<readonly Participant[]> {
  const admissions = await engine.admissions.ofSession(session.id)
  const known = await samlStore(engine.storage).sessionsOf(admissions.map(({ id }) => id))
  await endOwnSession(engine, session, session.id).catch(unlessGone)
  return known.filter((row) => row.application_id !== except).map(participantOf)
}

/** Somebody else was faster, and it has ended. */
function unlessGone(error: unknown): void {
  if (!(error instanceof SallyportError && error.code === 'session.not-found')) throw error
}

function participantOf(row: SamlSessionsTable): Participant {
  const kind = Object.entries(nameIdFormats).find(([, format]) => format === row.name_id_format)?.[0]
  return {
    applicationId: row.application_id as Id<'application'>,
    nameId: { kind: (kind ?? 'name') as NameIdKind, value: row.name_id },
    sessionIndex: row.session_index,
  }
}

/** To the next application that has to hear of it, or back to the one that began it. */
async function goOn(deps: SamlDeps, state: SigningOut): Promise<NextStop> {
  const [next, ...waiting] = state.waiting
  if (!next) return finish(deps, state)
  const connected = await deps.providers.of(next.applicationId)
  const service = connected?.provider.logout
  if (!connected || !service) return goOn(deps, { ...state, waiting, complete: false })
  const { engine, addresses, underWay } = deps
  const { id, xml } = logoutRequestXml(
    {
      issuer: addresses.entityId,
      audience: connected.provider.entityId,
      destination: service.location,
      at: engine.storage.clock.now(),
      nameId: next.nameId,
      sessionIndex: next.sessionIndex,
    },
    engine.random,
  )
  const current = { applicationId: next.applicationId, requestId: id }
  const token = await underWay.begin({ ...state, waiting, current })
  return send(deps, service, { direction: 'SAMLRequest', xml, relayState: token })
}

async function finish(deps: SamlDeps, { asked, complete }: SigningOut): Promise<NextStop> {
  const connected = asked && (await deps.providers.of(asked.applicationId))
  const service = connected?.provider.logout
  if (!asked || !service) return { complete }
  const answer = {
    issuer: deps.addresses.entityId,
    destination: service.responseLocation,
    inResponseTo: asked.requestId,
    at: deps.engine.storage.clock.now(),
  }
  const status = { code: statuses.success, ...(complete ? {} : { because: statuses.partialLogout }) }
  const xml = answerXml('samlp:LogoutResponse', answer, status, deps.engine.random)
  return send(deps, service, { direction: 'SAMLResponse', xml, relayState: asked.relayState })
}

interface Outgoing {
  readonly direction: Direction
  readonly xml: string
  readonly relayState: string | undefined
}

async function send({ engine }: SamlDeps, service: LogoutService, message: Outgoing): Promise<NextStop> {
  const { signing } = await currentKeys({ ...engine })
  const { direction, relayState } = message
  const to = direction === 'SAMLRequest' ? service.location : service.responseLocation
  if (service.binding === 'redirect') return { redirect: toRedirect(to, message, signing.privateKey) }
  const signed = Buffer.from(signXml(message.xml, signing)).toString('base64')
  return { action: to, fields: { [direction]: signed, RelayState: relayState } }
}
