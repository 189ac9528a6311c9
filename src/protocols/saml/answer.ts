import type { Admission } from '../../authentication/index.ts'
import { noteRefusal } from '../refused.ts'
import { toldOf } from '../told.ts'
import { type Answer, assertionXml, failureXml, newMessageId, successXml } from './assertion.ts'
import { attributesOf, nameIdOf } from './attributes.ts'
import { contextOfShown } from './context.ts'
import type { SamlDeps } from './deps.ts'
import { refusedMessage } from './errors.ts'
import { currentKeys } from './keys.ts'
import { samlKind } from './kind.ts'
import { type NameIdKind, nameIdFormats, statuses } from './names.ts'
import { samlStore } from './saml-store.ts'
import type { Way } from './way.ts'

/** What the browser takes to an application, by a form. */
export interface Delivered {
  readonly action: string
  readonly fields: { readonly SAMLResponse: string; readonly RelayState: string | undefined }
}

/** Tells an application who it is. Booked before it is said, and said once (G7, A-083). */
export async function respond(
  deps: SamlDeps,
  way: Way,
  { admission, nameIdKind }: { readonly admission: Admission; readonly nameIdKind: NameIdKind },
): Promise<Delivered> {
  const { request } = way.underWay
  const { begun } = admission
  const context = contextOfShown(request?.context, begun)
  if (context === undefined) return respondRefusal(deps, way, statuses.noAuthnContext)
  const told = await toldOf(deps.engine, admission.account)
  const nameId = nameIdOf(deps.engine, nameIdKind, { admission, told })
  if (!nameId) return respondRefusal(deps, way, statuses.invalidNameIdPolicy)
  if (request?.subject !== undefined && request.subject !== nameId.value)
    return respondRefusal(deps, way, statuses.unknownPrincipal)

  const { settings, provider } = way.connected
  const { signing } = await currentKeys({ ...deps.engine })
  const { random } = deps.engine
  const answer = answerOf(deps, way)
  const sessionIndex = newMessageId(random)
  const assertion = assertionXml(
    {
      issuer: answer.issuer,
      audience: provider.entityId,
      recipient: answer.destination,
      inResponseTo: answer.inResponseTo,
      at: answer.at,
      nameId,
      sessionIndex,
      sessionUntil: admission.expiresAt,
      authenticatedAt: begun.authenticatedAt,
      context,
      attributes: attributesOf(settings, told),
    },
    random,
  )
  const recipient = recipientOf(way)
  await settle(deps, way, [
    samlStore(deps.engine.storage).insertSession({
      id: admission.id,
      application_id: admission.applicationId,
      session_index: sessionIndex,
      name_id: nameId.value,
      name_id_format: nameIdFormats[nameId.kind],
      expires_at: admission.expiresAt,
    }),
  ])
  return deliver(way, successXml(answer, assertion, { signing, signs: settings.signs, recipient }, random))
}

/** Tells an application that nobody comes, and why; the audit trail counts it. */
export async function respondRefusal(deps: SamlDeps, way: Way, because: string): Promise<Delivered> {
  const { signing } = await currentKeys({ ...deps.engine })
  await settle(deps, way, [])
  noteRefusal(deps.engine, {
    door: samlKind.id,
    reason: because.split(':').at(-1) ?? because,
    applicationId: way.connected.applicationId,
  })
  const code = because === statuses.invalidNameIdPolicy ? statuses.requester : statuses.responder
  return deliver(way, failureXml(answerOf(deps, way), { code, because }, signing, deps.engine.random))
}

function answerOf({ addresses, engine }: SamlDeps, { underWay }: Way): Answer {
  return {
    issuer: addresses.entityId,
    destination: underWay.consumer,
    inResponseTo: underWay.request?.id,
    at: engine.storage.clock.now(),
  }
}

/** Where an administrator wants it encrypted, it is never told in the clear. */
function recipientOf({ connected: { settings, provider } }: Way) {
  if (!settings.encrypt) return undefined
  if (!provider.encryptionKey) throw refusedMessage('there is no key to encrypt for')
  return provider.encryptionKey
}

async function settle(
  { underWay }: SamlDeps,
  { token, underWay: { applicationId, request } }: Way,
  more: Parameters<SamlDeps['underWay']['settle']>[0],
): Promise<void> {
  const once = request ? [underWay.answerOnce(applicationId, request.id)] : []
  await underWay.settle([underWay.end(token), ...once, ...more], applicationId)
}

function deliver({ underWay }: Way, xml: string): Delivered {
  return {
    action: underWay.consumer,
    fields: { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: underWay.relayState },
  }
}
