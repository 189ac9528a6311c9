import type { Enrolment, EnrolmentRefused, FactorContext, FactorHost } from '../factor.ts'
import type { WebauthnConfig } from './config.ts'
import { type Check, failedCheck } from './errors.ts'
import type { Makers, MakeVerdict } from './makers.ts'
import { proves } from './proves.ts'
import { judgeRegistration, type Registered } from './registration.ts'
import type { RelyingParty } from './relying-party.ts'
import type { WebauthnAnswer, WebauthnData, WebauthnPending } from './schema.ts'

export interface ConfirmDeps {
  readonly config: WebauthnConfig
  readonly rp: RelyingParty
  readonly makers: Makers
  readonly host: Pick<FactorHost, 'logger'>
}

/** Takes a new key in, if it was made for us just now and its make is good enough. */
export async function confirmKey(
  deps: ConfirmDeps,
  input: {
    readonly pending: WebauthnPending
    readonly answer: WebauthnAnswer
    readonly context: FactorContext
  },
): Promise<Enrolment<WebauthnData> | EnrolmentRefused> {
  const { pending, answer, context } = input
  const registered = attempt(deps, () => judgeRegistration(deps, pending, answer))
  if ('accepted' in registered) return registered
  const { data, credential, made } = registered
  const { backupEligible } = data
  const make = await deps.makers.judge({ made, aaguid: credential.aaguid, backupEligible }, context.at)
  if (!make.accepted) return { accepted: false, reason: 'unacceptable', notices: [{ id: make.because }] }
  return enrolled(registered, pending, answer, make)
}

function enrolled(
  { data, credential, publicKey }: Registered,
  pending: WebauthnPending,
  { credential: answer }: WebauthnAnswer,
  make: MakeVerdict & { readonly accepted: true },
): Enrolment<WebauthnData> {
  const { backupEligible, backedUp, userVerified, signCount } = data
  const { discoverable } = answer.clientExtensionResults
  const { attested, serialNumber } = make
  const counts = !backupEligible && signCount > 0
  return {
    accepted: true,
    data: {
      credentialId: answer.id,
      publicKey: publicKey.key.export({ format: 'der', type: 'spki' }).toString('base64'),
      algorithm: publicKey.algorithm,
      rpId: pending.rpId,
      userHandle: pending.userHandle,
      transports: answer.response.transports ?? [],
      model: make.model,
      backupEligible,
      backedUp,
      userVerified,
      ...(discoverable === undefined ? {} : { discoverable }),
      attested,
      ...(serialNumber === undefined ? {} : { serialNumber }),
      count: { last: backupEligible ? signCount : 0, setbacks: 0 },
    },
    handle: Buffer.from(credential.id).toString('base64url'),
    label: make.name ?? plainName(answer, backupEligible),
    ...(counts ? { counter: BigInt(signCount) } : {}),
    ...proves({ userVerified, backupEligible, attested }),
  }
}

/** What a key is called whose maker nobody knows. */
function plainName(answer: WebauthnAnswer['credential'], backupEligible: boolean): string {
  if (backupEligible) return 'Passkey'
  return answer.response.transports?.includes('internal') ? 'This device' : 'Security key'
}

/** A failed check as a refusal. Here its owner may be told what to do better: nothing is guessed at. */
function attempt<Result>({ host }: ConfirmDeps, judge: () => Result): Result | EnrolmentRefused {
  try {
    return judge()
  } catch (error) {
    const check = failedCheck(error)
    if (check === undefined) throw error
    host.logger.info({ check, err: error }, 'A new key was refused.')
    return { accepted: false, reason: 'mismatch', notices: [{ id: advice[check] ?? 'refused' }] }
  }
}

const advice: Readonly<Partial<Record<Check, string>>> = {
  origin: 'wrong-page',
  'cross-origin': 'wrong-page',
  'rp-id': 'wrong-page',
  'user-verified': 'needs-verification',
  algorithm: 'old-key',
  attestation: 'make-unreadable',
}
