import { listTokens, type TokenView } from '../administration/index.ts'
import type { Engine } from '../engine.ts'
import type { Context } from './context.ts'
import { tokenNotFound, usage } from './errors.ts'

/** The factor that was named, or the only one whose tokens come by the box. */
export function tokenFactor(engine: Engine, named: string | undefined): string {
  const importing = engine.factors.all.filter((factor) => factor.importers).map((factor) => factor.id)
  const [only, ...others] = importing
  if (named === undefined && only !== undefined && others.length === 0) return only
  if (named !== undefined && importing.includes(named)) return named
  throw usage(`-f, --factor is one of: ${importing.join(', ')}.`)
}

/** The token of the pool with exactly this serial number. Throws `token.not-found`. */
export async function findToken(context: Context, engine: Engine, factor: string, serial: string) {
  const query = { factor, begins: serial, limit: 200 }
  const { items } = await listTokens(engine, { actor: context.actor(), query })
  const found = items.find((token: TokenView) => token.handle === serial)
  if (!found) throw tokenNotFound(serial)
  return found
}
