import { hash } from 'node:crypto'
import { randomDigits } from '../../kernel/digits.ts'
import { equalBytes } from '../../kernel/tokens.ts'
import type { FactorHost } from '../factor.ts'

/** A code as it is sent, and as it is kept. */
export interface NewCode {
  /** Goes into the message and nowhere else. */
  readonly code: string
  readonly nonce: string
  readonly hash: string
}

/** What a code is bound to: it is worth nothing for another account, number or request (G5, A-011). */
export interface Bound {
  readonly accountId: string
  readonly number: string
}

const nonceBytes = 16

/** A new code for one number of one account. */
export function newCode(host: Pick<FactorHost, 'random' | 'mac'>, digits: number, bound: Bound): NewCode {
  const code = randomDigits(host.random, digits)
  const nonce = Buffer.from(host.random.bytes(nonceBytes)).toString('base64')
  return { code, nonce, hash: Buffer.from(hashOf(host, bound, nonce, code)).toString('base64') }
}

/** Whether a typed code is the one that was sent. */
export function isCode(
  host: Pick<FactorHost, 'mac'>,
  kept: Pick<NewCode, 'nonce' | 'hash'>,
  bound: Bound,
  typed: string,
): boolean {
  return equalBytes(Buffer.from(kept.hash, 'base64'), hashOf(host, bound, kept.nonce, typed))
}

/** Six digits are searched in no time, so the hash is keyed: whoever reads the database learns no code. */
function hashOf(host: Pick<FactorHost, 'mac'>, bound: Bound, nonce: string, code: string): Uint8Array {
  const text = JSON.stringify([bound.accountId, bound.number, nonce, code])
  return host.mac('sms-code', hash('sha256', text, 'buffer'))
}
