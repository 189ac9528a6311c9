import { asFactor, type Factor, type FactorHost, type FactorModule, type Traits } from '../factor.ts'
import { challengeKeys } from './challenge.ts'
import { hasAnchors, type WebauthnConfig, webauthnConfig } from './config.ts'
import { confirmKey } from './confirm.ts'
import { guide } from './guide.ts'
import { openMakers } from './makers.ts'
import { messages } from './messages.ts'
import { offerKey } from './offer.ts'
import { proves } from './proves.ts'
import { isElsewhere, relatedOriginsDocument, relyingPartyOf } from './relying-party.ts'
import {
  type WebauthnAnswer,
  type WebauthnData,
  type WebauthnExpected,
  type WebauthnPending,
  type WebauthnProof,
  webauthnAnswer,
  webauthnData,
  webauthnExpected,
  webauthnPending,
  webauthnProof,
} from './schema.ts'
import { verifyKey } from './verify.ts'

/** Security keys, the fingerprint reader or camera of a device, and passkeys (W3C Web Authentication Level 3). */
export const webauthnModule: FactorModule<WebauthnConfig> = {
  id: 'webauthn',
  config: webauthnConfig,
  create: (config, host) => asFactor(webauthn(config, host)),
}

const traits: Traits = {
  first: false,
  opens: true,
  role: 'factor',
  kinds: ['has', 'knows'],
  phishingResistant: true,
  restricted: false,
  guessable: false,
  perAccount: 20,
  enrolmentTries: 1,
}

const minute = 60_000

function webauthn(
  config: WebauthnConfig,
  host: FactorHost,
): Factor<WebauthnData, WebauthnProof, WebauthnPending, WebauthnExpected> {
  const rp = relyingPartyOf(config, host)
  const makers = openMakers(config, host)
  const deps = { config, rp, makers, host }
  if (isElsewhere(rp))
    host.logger.warn({ rpId: rp.id }, 'Browsers will ask at this domain whether our pages may use its keys.')
  return {
    id: 'webauthn',
    traits: { ...traits, attests: hasAnchors(config.attestation, config.metadata) },
    guide,
    messages,
    data: webauthnData,
    pending: webauthnPending,
    expected: webauthnExpected,
    proof: webauthnProof,
    answer: webauthnAnswer,
    unavailable: () => rp.unavailable,
    offer: (input) => offerKey(deps, input),
    confirm: ({ pending, answer, context }) =>
      confirmKey(deps, { pending, answer: answer as WebauthnAnswer, context }),
    challenge: (input) => challengeKeys(deps, input),
    verify: (input) => verifyKey(deps, input),
    handle: ({ credential }) => credential.id,
    strength: proves,
    credentialType: (data) => (data ? `fido2-${isBuiltIn(data) ? 'platform' : 'roaming'}` : 'fido2'),
    describe: (data) => describeKey(data, rp.id),
    publishes: [{ name: 'webauthn', document: () => relatedOriginsDocument(rp) }],
    jobs: [{ name: 'fido-metadata', every: minute, run: () => makers.refresh() }],
  }
}

/** In a device of its owner's, or copied between them, and nothing to carry beside it: as far as it says so itself. */
function isBuiltIn({ backupEligible, transports }: WebauthnData): boolean {
  return backupEligible || transports.includes('internal') || transports.includes('hybrid')
}

/** What its owner may know of a key. The ids serve the browser, which is told which keys still count. */
function describeKey({ credentialId, userHandle, rpId, ...key }: WebauthnData, currentRpId: string) {
  return {
    credentialId,
    userHandle,
    rpId,
    usable: rpId === currentRpId,
    deviceBound: !key.backupEligible,
    backedUp: key.backedUp,
    userVerified: key.userVerified,
    attested: key.attested,
    ...(key.serialNumber === undefined ? {} : { serialNumber: key.serialNumber }),
    ...(key.discoverable === undefined ? {} : { discoverable: key.discoverable }),
    ...(key.count.setbacks > 0 ? { setbacks: key.count.setbacks } : {}),
  }
}
