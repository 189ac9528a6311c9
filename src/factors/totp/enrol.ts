import { decodeBase32, encodeBase32, resynchronizedClock, type TokenClock, trueClock } from '@sallyport/otp'
import { portalId } from '../../applications/index.ts'
import type { Random } from '../../kernel/random.ts'
import type { Enrolment, EnrolmentRefused, FactorContext, Offer, Person } from '../factor.ts'
import { clockOff, isWithinLimit } from './clock.ts'
import { type TotpConfig, windowOf } from './config.ts'
import { verifierOf } from './judge.ts'
import { keyUriOf, labelText } from './key-uri.ts'
import type { Painter } from './picture.ts'
import { proves } from './proves.ts'
import type { TotpAnswer, TotpData, TotpKey, TotpOptions } from './schema.ts'

/** Bytes of a new secret: as long as the hash (RFC 6238 §5.1), so at least the 160 bits of RFC 4226. */
const secretBytes = { SHA1: 20, SHA256: 32, SHA512: 64 } as const

/** A new key, or the one that is brought along, shown once as text and picture (A-091, C-13). */
export async function offerTotp(
  deps: { readonly config: TotpConfig; readonly random: Random; readonly paint: Painter },
  input: {
    readonly person: Person
    readonly options: TotpOptions | undefined
    readonly context: FactorContext
  },
): Promise<Offer<TotpKey>> {
  const key = newKey(deps, input.options ?? {})
  const issuer = issuerOf(deps.config, input.context.application)
  const { algorithm, digits, period } = key
  const uri = keyUriOf(key, input.person, issuer)
  const show = {
    uri,
    secret: inFours(encodeBase32(Buffer.from(key.secret, 'base64'))),
    issuer,
    account: labelText(input.person.name),
    algorithm,
    digits,
    period,
    qr: await deps.paint(uri),
  }
  return { show, pending: key, confirms: true }
}

/**
 * One right code confirms and is spent by it (C-13). With the code that follows, a clock that is a little off is
 * learned, and one that is far off is told: never after one code alone (R8).
 */
export async function confirmTotp(
  config: TotpConfig,
  key: TotpKey,
  answer: TotpAnswer,
  at: number,
): Promise<Enrolment<TotpData> | EnrolmentRefused> {
  const verifier = verifierOf(key)
  if (answer.next === undefined) {
    const verdict = verifier.verify(answer.code, { at, window: windowOf(config) })
    return verdict.accepted ? enrolled(key, trueClock, verdict.step) : refused('mismatch', { id: 'type-two' })
  }
  const verdict = verifier.resynchronize([answer.code, answer.next], { at })
  if (!verdict.accepted) return refused('mismatch')
  const { offset, step } = verdict
  if (!isWithinLimit(offset)) return refused('unacceptable', clockOff(offset, key.period))
  return enrolled(key, resynchronizedClock(trueClock, offset, step), step)
}

function newKey({ config, random }: { config: TotpConfig; random: Random }, options: TotpOptions): TotpKey {
  const algorithm = options.algorithm ?? config.algorithm
  const bytes = options.secret ? decodeBase32(options.secret) : random.bytes(secretBytes[algorithm])
  return {
    secret: Buffer.from(bytes).toString('base64'),
    algorithm,
    digits: options.digits ?? config.digits,
    period: options.period ?? config.period,
    t0: 0,
  }
}

/** An authenticator of one application bears its name; one of the whole installation bears ours. */
function issuerOf(config: TotpConfig, application: FactorContext['application']): string {
  return (application.id === portalId && config.issuer) || application.name
}

function enrolled(key: TotpKey, clock: TokenClock, step: number): Enrolment<TotpData> {
  return { accepted: true, data: { ...key, clock }, counter: BigInt(step), ...proves }
}

function refused(
  reason: EnrolmentRefused['reason'],
  ...notices: EnrolmentRefused['notices']
): EnrolmentRefused {
  return { accepted: false, reason, notices }
}

function inFours(text: string): string {
  return text.replace(/(.{4})(?=.)/g, '$1 ')
}
