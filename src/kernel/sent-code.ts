import { hash } from 'node:crypto'
import { z } from 'zod'
import { randomDigits } from './digits.ts'
import type { Random } from './random.ts'
import { equalBytes } from './tokens.ts'

/** What makes codes: random digits, and hashes under a key of the installation for each purpose. */
export interface CodeMaker {
  readonly random: Random
  mac(purpose: string, data: Uint8Array): Uint8Array
}

/** What a code is bound to: it is worth nothing for another purpose, account, address or request (G5, A-011). */
export interface CodeBinding {
  readonly purpose: string
  readonly accountId: string
  /** The number or mail address that it is sent to. */
  readonly to: string
}

const nonceBytes = 16

/** What is kept of a code that was sent; the engine seals it. */
export const keptCode = { nonce: z.base64().length(24), hash: z.base64().length(44) }

export interface KeptCode {
  readonly nonce: string
  readonly hash: string
}

export interface SentCode extends KeptCode {
  /** Goes into the message and nowhere else. */
  readonly code: string
}

/** A code as people type it: ASCII digits, with white space anywhere, which is lost here and nowhere else (V-32). */
export const typedCode = z
  .string()
  .max(64)
  .regex(/^\s*(?:\d\s*){6,8}$/, 'is not a code of digits')
  .overwrite((typed) => typed.replace(/\s/g, ''))

/** A new code for one address of one account. */
export function newSentCode(maker: CodeMaker, bound: CodeBinding, digits: number): SentCode {
  const code = randomDigits(maker.random, digits)
  const nonce = Buffer.from(maker.random.bytes(nonceBytes)).toString('base64')
  return { code, nonce, hash: Buffer.from(hashOf(maker, bound, nonce, code)).toString('base64') }
}

/** Whether a typed code is the one that was sent. Where none was, to nobody, it costs the same. */
export function isSentCode(
  maker: Pick<CodeMaker, 'mac'>,
  bound: CodeBinding,
  kept: KeptCode | undefined,
  typed: string,
): boolean {
  const { nonce, hash: expected } = kept ?? nothing
  return equalBytes(Buffer.from(expected, 'base64'), hashOf(maker, bound, nonce, typed))
}

/** No code has this hash. */
const nothing: KeptCode = { nonce: '', hash: Buffer.alloc(32).toString('base64') }

/** Six digits are searched in no time, so the hash is keyed: whoever reads the database learns no code. */
function hashOf(
  maker: Pick<CodeMaker, 'mac'>,
  { purpose, accountId, to }: CodeBinding,
  nonce: string,
  code: string,
): Uint8Array {
  const text = JSON.stringify([accountId, to, nonce, code])
  return maker.mac(purpose, hash('sha256', text, 'buffer'))
}

/** What codes travel over, named without telling it: the same for everything that goes to one place. */
export function channelOf(
  maker: Pick<CodeMaker, 'mac'>,
  { kind, to }: { readonly kind: 'number' | 'mail'; readonly to: string },
): string {
  const name = Buffer.from(maker.mac('channel', Buffer.from(to, 'utf8'))).toString('base64url')
  return `${kind}:${name.slice(0, 22)}`
}
