import { z } from 'zod'
import type { SecretBox } from '../../kernel/secret-box.ts'

/** Which round of which attempt an answer belongs to (RFC 2865 §5.24). */
export interface RoundState {
  /** Of the attempt. */
  readonly secret: string
  /** Of the attempt when this was asked: each round moves it on, so that a state counts once. */
  readonly version: number
  readonly round: number
  /** What was sent, or is asked elsewhere: the factor, and what its proof repeats. */
  readonly asked?: { readonly factor: string; readonly number?: string; readonly nonce?: string } | undefined
}

const body = z.tuple([z.string(), z.number(), z.number(), z.string(), z.string(), z.string()])

const place = { table: 'attempts', column: 'radius-state', row: 'state' } as const

/** Opaque to all but us: on its way it can be read, and an attempt's secret is not for reading. */
export function sealState(box: SecretBox, { secret, version, round, asked }: RoundState): Uint8Array {
  const { factor = '', number = '', nonce = '' } = asked ?? {}
  const values: z.infer<typeof body> = [secret, version, round, factor, number, nonce]
  return box.seal(Buffer.from(JSON.stringify(values)), place)
}

/** Undefined for what we have not sealed. */
export function openState(box: SecretBox, sealed: Uint8Array): RoundState | undefined {
  try {
    const opened = Buffer.from(box.open(sealed, place)).toString()
    const [secret, version, round, factor, number, nonce] = body.parse(JSON.parse(opened))
    return { secret, version, round, asked: factor === '' ? undefined : { factor, number, nonce } }
  } catch {
    return undefined
  }
}
