import { tokenNotFound, usage } from './errors.ts'
import type { Installation } from './installation/index.ts'

/** The factor that was named, or the only one whose tokens come by the box. */
export async function tokenFactor(
  installation: Pick<Installation, 'tokenFactors'>,
  named: string | undefined,
): Promise<string> {
  const importing = await installation.tokenFactors()
  const [only, ...others] = importing
  if (named === undefined && only !== undefined && others.length === 0) return only
  if (named !== undefined && importing.includes(named)) return named
  throw usage(`-f, --factor is one of: ${importing.join(', ')}.`)
}

/** The token of the pool with exactly this serial number. Throws `token.not-found`. */
export async function findToken(installation: Installation, factor: string, serial: string) {
  const { items } = await installation.listTokens({ factor, begins: serial, limit: 200 })
  const found = items.find((token) => token.handle === serial)
  if (!found) throw tokenNotFound(serial)
  return found
}
