import { createHash } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'
import type { Question } from './schema.ts'

/** A question, and how it is put. */
export interface Asked {
  readonly question: Question
  /** What goes along of the verifier (RFC 7636 §4.2). */
  readonly challenge: string
  /** Whoever sits there signs in once more, although they are signed in there. */
  readonly signsInAnew: boolean
}

/**
 * State, nonce and verifier for one sign-in, kept by us and sealed: only the browser that holds its attempt brings them
 * together again (RFC 9700 §4.7). `since`: its owner must have signed in there since then.
 */
export function newQuestion(
  random: Random,
  {
    provider,
    since,
    signsInAnew,
  }: {
    readonly provider: string
    readonly since?: number
    readonly signsInAnew: boolean
  },
): Asked {
  const text = () => Buffer.from(random.bytes(32)).toString('base64url')
  const verifier = text()
  return {
    question: { provider, state: text(), nonce: text(), verifier, ...(since === undefined ? {} : { since }) },
    challenge: createHash('sha256').update(verifier).digest('base64url'),
    signsInAnew,
  }
}
