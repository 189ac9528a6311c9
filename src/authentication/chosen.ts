import type { Factor, FactorList } from '../factors/factor.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Statement } from '../storage/index.ts'
import type { Budget } from '../throttle/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import { challengeRefused } from './errors.ts'
import type { Attempt } from './schema.ts'
import { isUnattended } from './situation.ts'

/** A password, and what somebody has made up to be asked for on another device. */
export interface ChosenProof {
  readonly password: string
  readonly factor: string
  readonly chosen: string
}

/**
 * The same where both were typed in one field, `password,push492039`: the word is what the factor's id begins with. What
 * is read so is read in no other way, and whose it is plays no part (R14). Undefined for anything else.
 */
export function splitChosen({ all }: Pick<FactorList, 'all'>, typed: string): ChosenProof | undefined {
  const [, password, word, number] = /^(.+),([a-z]+)(\d+)$/s.exec(typed) ?? []
  const factor = all.find(
    (one) => one.id.split('-', 1)[0] === word && one.unavailable?.('prove') === undefined,
  )
  const chosen = factor?.elsewhere?.chosen?.safeParse(number)
  return factor && password !== undefined && chosen?.success
    ? { password, factor: factor.id, chosen: chosen.data }
    : undefined
}

/** Milliseconds for which somebody chooses nothing twice: what was seen or heard once helps nobody later. */
const keptFrom = 90 * 24 * 3_600_000

/**
 * What it costs to have something of one's own choice asked for. Only where nothing can be shown, and never the same
 * twice: a number that somebody always takes is one that others know, and may be typed by a tired hand (0112). Throws
 * `challenge.refused`.
 */
export async function chosenOnce(
  deps: Pick<AuthenticationDeps, 'storage' | 'throttle' | 'box'>,
  factor: Factor,
  attempt: Attempt,
  chosen: string | undefined,
): Promise<readonly Statement[]> {
  if (chosen === undefined) return []
  if (!isUnattended(attempt) || !factor.elsewhere?.chosen?.safeParse(chosen).success) throw challengeRefused()
  const budget = budgetOf(deps.box, factor, attempt, chosen)
  const at = deps.storage.clock.now()
  if ((await deps.throttle.waitFor([budget], at)) > 0) throw challengeRefused()
  return [deps.throttle.take(budget, at)]
}

function budgetOf(box: SecretBox, factor: Factor, { ownerKey }: Attempt, chosen: string): Budget {
  const hash = box.mac('chosen', Buffer.from(`${ownerKey}|${factor.id}|${chosen}`, 'utf8'))
  return { id: `chosen|${Buffer.from(hash).toString('base64url')}`, limit: 1, window: keptFrom }
}
