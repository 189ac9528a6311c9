import { hash } from 'node:crypto'
import { randomDigits } from '../../kernel/digits.ts'
import { equalBytes } from '../../kernel/tokens.ts'
import type { Enrolment, EnrolmentRefused, FactorHost, Joined, Offer } from '../factor.ts'
import { isSignedBy, nameOfKey } from './device-key.ts'
import { nobodyJoined } from './errors.ts'
import { proves } from './proves.ts'
import { type ReachConfig, usableReach } from './reach.ts'
import { type JoinMessage, type PushConfirmation, type PushData, type PushPending, signed } from './schema.ts'

/**
 * Shows a link with a code, good once, as a picture too; a phone that reads it joins the offer. The code stands in the
 * fragment (R11).
 */
export async function offerPhone({
  random,
  baseUrl,
}: Pick<FactorHost, 'random' | 'baseUrl'>): Promise<Offer<PushPending>> {
  const code = Buffer.from(random.bytes(32)).toString('base64url')
  const link = `${baseUrl}/phone#${code}`
  // Drawing is loaded at the first offer: most of the time a server only asks.
  const { qrSvg } = await import('../../qr/index.ts')
  return {
    show: { link, qr: { svg: await qrSvg(link, {}) } },
    pending: {},
    confirms: true,
    handle: handleOf(code),
  }
}

/** By what an offer is found; whoever reads it in the database learns no code. */
export function handleOf(code: string): string {
  return `offer:${hash('sha256', code, 'base64url')}`
}

/** The first phone that reads the picture joins; it shows a number that its owner types on the other screen. */
export function joinPhone(
  { random, baseUrl }: Pick<FactorHost, 'random' | 'baseUrl'>,
  config: ReachConfig,
  { joined }: PushPending,
  message: JoinMessage,
): Joined<PushPending> | undefined {
  const { signature, ...said } = message
  if (joined || !isSignedBy(said.key, signed.join(new URL(baseUrl).origin, said), signature)) return undefined
  const number = randomDigits(random, 6)
  const { key, name, at } = said
  const reach = usableReach(config, said.reach)
  return {
    pending: { joined: { key, name, at, number, ...(reach ? { reach } : {}) } },
    show: { number },
  }
}

/** The owner has the phone in hand: they read the number off it. */
export async function confirmPhone(
  { joined }: PushPending,
  { number }: PushConfirmation,
): Promise<Enrolment<PushData> | EnrolmentRefused> {
  if (!joined) throw nobodyJoined()
  if (!equalBytes(Buffer.from(number), Buffer.from(joined.number)))
    return { accepted: false, reason: 'mismatch', notices: [{ id: 'number' }] }
  const { key, name, reach, at: toldAt } = joined
  return {
    accepted: true,
    data: { key, toldAt, ...(reach ? { reach } : {}) },
    handle: nameOfKey(key),
    label: name,
    ...proves(key),
  }
}
