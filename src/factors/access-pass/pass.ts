import { equalBytes } from '../../kernel/tokens.ts'
import type { FactorHost } from '../factor.ts'
import type { AccessPassData } from './schema.ts'

type Hashing = Pick<FactorHost, 'mac'>

const saltBytes = 16

/** What is kept of a pass. */
export function hashedPass(host: Hashing & Pick<FactorHost, 'random'>, code: string) {
  const salt = host.random.bytes(saltBytes)
  return { salt: Buffer.from(salt).toString('base64'), hash: hashOf(host, salt, code).toString('base64') }
}

/** Whether a pass is this one; takes as long for each answer. */
export function isPass(host: Hashing, data: Pick<AccessPassData, 'salt' | 'hash'>, code: string): boolean {
  const salt = Buffer.from(data.salt, 'base64')
  return equalBytes(Buffer.from(data.hash, 'base64'), hashOf(host, salt, code))
}

/** Stands in where there is no pass, so that a judgement costs the same. No code is it. */
export const decoyPass: Pick<AccessPassData, 'salt' | 'hash'> = {
  salt: Buffer.alloc(saltBytes).toString('base64'),
  hash: Buffer.alloc(32).toString('base64'),
}

/**
 * HMAC-SHA256 under a key that is not in the database, over salt and code. A pass may have as few as 40 bits: whoever
 * reads the database alone learns nothing, and a pass lives for hours (ASVS 6.5.2, N-34).
 */
function hashOf(host: Hashing, salt: Uint8Array, code: string): Buffer {
  return Buffer.from(host.mac('access-pass', Buffer.concat([salt, Buffer.from(code, 'utf8')])))
}
