import type { FactorChallenge, FactorHost } from '../factor.ts'
import type { SmartCardExpected } from './schema.ts'

type Host = Pick<FactorHost, 'random' | 'certificateUrl'>

/** Milliseconds: enough to look for the card and to type its PIN. */
const lifetime = 300_000

/** For what a certificate is to be presented, and where. */
export function newQuestion({ random, certificateUrl }: Host) {
  const nonce = Buffer.from(random.bytes(32)).toString('base64url')
  return { nonce, show: { nonce, url: `${certificateUrl}/certificate` } }
}

export async function challengeCard(host: Host): Promise<FactorChallenge<SmartCardExpected>> {
  const { nonce, show } = newQuestion(host)
  return { show, expected: { nonce }, tries: 1, lifetime }
}
