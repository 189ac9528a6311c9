import { openCandidate } from '../authenticators/index.ts'
import { canonicalName } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import { newToken } from '../kernel/tokens.ts'
import type { AuthenticationDeps } from './deps.ts'
import { ownerOf } from './owner.ts'
import { answersUnasked } from './unasked.ts'

/** Digits of a code where an account's own authenticators do not say. */
const usualDigits = 6

/**
 * Password and code, where both were typed in one field: the code is what stands at the end, as long as the codes of
 * this account are that nobody asks for. There is one split and never a second try with another (R14). Somebody whose codes are of several
 * lengths is taken for one with the usual six digits.
 *
 * Where nothing is left for a password, one that nobody has is judged in its place: an empty one never goes further, and
 * a quick no would tell how long the codes of an account are.
 */
export async function splitCode(
  deps: Pick<AuthenticationDeps, 'accounts' | 'authenticators' | 'factors' | 'box' | 'random'>,
  typedName: string,
  typed: string,
): Promise<{ readonly password: string; readonly code: string }> {
  const digits = await digitsOf(deps, typedName)
  const at = Math.max(0, typed.length - digits)
  return { password: typed.slice(0, at) || newToken('spw', deps.random), code: typed.slice(at) }
}

/** A name that nobody has is looked up like any other, under its decoy's key. */
async function digitsOf(
  deps: Pick<AuthenticationDeps, 'accounts' | 'authenticators' | 'factors' | 'box'>,
  typedName: string,
): Promise<number> {
  const name = canonicalName(typedName)
  const account = name.valid ? await deps.accounts.findByName(name.key) : undefined
  const owner = ownerOf(deps.box, account, typedName)
  const rows = await deps.authenticators.ofAccount(account?.id ?? (owner.key as Id<'account'>))
  const lengths = rows
    .filter(({ status }) => status === 'active')
    .flatMap((row) => {
      const factor = deps.factors.find(row.factor)
      if (!factor || !answersUnasked(deps, factor, row)) return []
      const candidate = factor.describe && openCandidate(deps.box, factor, row)
      const digits = candidate && factor.describe?.(candidate.data).digits
      return typeof digits === 'number' ? digits : []
    })
  const [only, ...others] = new Set(lengths)
  return others.length === 0 ? (only ?? usualDigits) : usualDigits
}
