import type { Wishes } from '../../admissions/index.ts'
import { type AdmitResult, admit, refer } from '../../authentication/index.ts'
import { isId } from '../../kernel/ids.ts'
import { accept, requireForHere } from './accept.ts'
import { type Delivered, respond, respondRefusal } from './answer.ts'
import { nameIdKindOf } from './attributes.ts'
import { readAuthnRequest } from './authn-request.ts'
import type { Received } from './bindings.ts'
import { consumerFor } from './consumer.ts'
import { wishOfContext } from './context.ts'
import type { SamlDeps } from './deps.ts'
import { badSignature, refusedMessage, unknownProvider } from './errors.ts'
import { samlKind } from './kind.ts'
import { statuses } from './names.ts'
import type { Connected } from './providers.ts'
import { resumePath } from './routes.ts'
import type { Seen } from './seen.ts'
import type { SigningIn } from './under-way.ts'
import type { Way } from './way.ts'

/** An application asks for somebody. Kept, and gone on with at the path that this gives back. */
export async function receiveAuthnRequest(deps: SamlDeps, received: Received): Promise<string> {
  if (received.direction !== 'SAMLRequest') throw refusedMessage('an answer to nothing')
  const { connected, message, verified } = await accept(deps.providers, received, mustSign)
  const request = readAuthnRequest(message)
  requireForHere(deps.engine, request, { address: deps.addresses.signOn, verified })
  const { id, forceAuthn, isPassive, nameId, subject, context } = request
  const token = await deps.underWay.begin({
    kind: 'sign-in',
    applicationId: connected.applicationId,
    request: { id, forceAuthn, isPassive, nameId, subject, context, verified },
    consumer: consumerFor(connected.provider, request.consumer),
    relayState: received.relayState,
  })
  return resumePath(token)
}

/** Somebody is sent to an application that has not asked for it, where its settings let them be. */
export async function startSignOn(deps: SamlDeps, applicationId: string): Promise<string> {
  const connected = isId<'application'>(applicationId) ? await deps.providers.of(applicationId) : undefined
  if (!connected) throw unknownProvider()
  requireAllowed(connected, undefined)
  const token = await deps.underWay.begin({
    kind: 'sign-in',
    applicationId: connected.applicationId,
    request: undefined,
    consumer: consumerFor(connected.provider),
    relayState: connected.settings.relayState,
  })
  return resumePath(token)
}

function mustSign({ settings, provider }: Connected): boolean {
  return settings.requireSignedRequests || provider.signsRequests
}

/** Throws `saml.refused` where the application has to ask and has not, `saml.signature` where it has to sign. */
function requireAllowed(connected: Connected, request: SigningIn['request']): void {
  if (!request && !connected.settings.idpInitiated) throw refusedMessage('the application has not asked')
  if (request && !request.verified && mustSign(connected)) throw badSignature('it is not signed')
}

/** Either the answer for the application, or a path of ours to which the browser has to go first. */
export type Step =
  | { readonly answer: Delivered; readonly page?: undefined }
  | { readonly page: string; readonly answer?: undefined }

/** Goes on with what is under way, in the browser of whoever sits there. The engine decides, each time (R3). */
export async function resumeSignOn(deps: SamlDeps, token: string, seen: Seen): Promise<Step> {
  const underWay = await deps.underWay.signingIn(token)
  const connected = await deps.providers.of(underWay.applicationId)
  if (!connected) throw unknownProvider()
  // What was registered, and enough, when the request came may no longer be.
  requireAllowed(connected, underWay.request)
  const consumer = consumerFor(connected.provider, { url: underWay.consumer })
  const way: Way = { token, underWay: { ...underWay, consumer }, connected }
  const { request } = underWay
  const wish = wishOfContext(request?.context)
  if (wish === 'impossible') return refuse(deps, way, statuses.noAuthnContext)
  const nameIdKind = nameIdKindOf(connected.settings, request?.nameId)
  if (nameIdKind === undefined) return refuse(deps, way, statuses.invalidNameIdPolicy)
  const wishes: Wishes = { ...wish, ...(request?.forceAuthn ? { anew: true } : {}) }
  const outcome = await admit(deps.engine, {
    sessionToken: seen.sessionToken,
    applicationId: connected.applicationId,
    door: samlKind.id,
    wishes,
    surroundings: seen.surroundings,
    ...(underWay.referral === undefined ? {} : { referral: underWay.referral }),
  })
  if (outcome.admitted)
    return { answer: await respond(deps, way, { admission: outcome.admitted, nameIdKind }) }
  const because = refusalOf(outcome, underWay)
  if (because !== undefined) return refuse(deps, way, because)
  return { page: await sendToOurPages(deps, way, wishes) }
}

/** What the application hears; undefined where our pages have their turn first, and tell people why before it does. */
function refusalOf(outcome: AdmitResult, { request, referral }: SigningIn): string | undefined {
  const unshown = request?.context ? statuses.noAuthnContext : statuses.authnFailed
  if (outcome.refused === 'given-up') {
    if (outcome.because === 'denied') return statuses.requestDenied
    return outcome.because === 'no-way' ? unshown : statuses.authnFailed
  }
  const wasThere = referral !== undefined
  if (outcome.refused === 'denied' && (wasThere || request?.isPassive)) return statuses.requestDenied
  if (request?.isPassive) return statuses.noPassive
  return wasThere ? unshown : undefined
}

async function sendToOurPages(deps: SamlDeps, way: Way, wishes: Wishes): Promise<string> {
  const { token, page } = await refer(deps.engine, {
    applicationId: way.connected.applicationId,
    door: samlKind.id,
    wishes,
    returnTo: resumePath(way.token),
  })
  await deps.underWay.keep(way.token, { ...way.underWay, referral: token })
  return page
}

async function refuse(deps: SamlDeps, way: Way, because: string): Promise<Step> {
  return { answer: await respondRefusal(deps, way, because) }
}
