import { inTurns } from '../../../kernel/in-turns.ts'
import type { Row } from './cells.ts'
import type { FoundToken } from './found-token.ts'
import { type Problems, refuseFile } from './problems.ts'
import { decodeSecret, type Encoding } from './text.ts'

/** The rows as tokens, their secrets read in the encoding that the whole file is in. */
export async function readSecrets(
  rows: readonly Row[],
  encoding: Encoding | undefined,
  problems: Problems,
): Promise<readonly FoundToken[]> {
  const chosen = encoding ?? (await guessed(rows))
  const tokens: FoundToken[] = []
  await inTurns(rows, (row) => {
    const secret = decodeSecret(row.secret, chosen)
    const reason = `its secret is not ${names[chosen]}`
    const remedy = 'Check the line, or say how the secrets are written.'
    if (secret) tokens.push({ ...row, secret })
    else problems.add({ where: row.where, reason, remedy })
  })
  return tokens
}

const names = { hex: 'hexadecimal', base32: 'Base32', base64: 'Base64' } as const

/**
 * By those that pass for one encoding only. Hexadecimal and Base32 have twelve characters in common: one secret may
 * look like both, a file of them never does.
 */
async function guessed(rows: readonly Row[]): Promise<Encoding> {
  const passes = { hex: 0, base32: 0, both: 0 }
  await inTurns(rows, ({ secret }) => {
    const [hex, base32] = (['hex', 'base32'] as const).map((one) => decodeSecret(secret, one) !== undefined)
    if (hex && base32) passes.both++
    else if (hex) passes.hex++
    else if (base32) passes.base32++
  })
  if (passes.hex + passes.base32 === 0 && passes.both > 0)
    return refuseFile('its secrets may be hexadecimal or Base32', 'Say in which encoding they are.')
  return passes.hex > passes.base32 ? 'hex' : 'base32'
}
