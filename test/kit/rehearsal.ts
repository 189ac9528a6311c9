import { rehearse } from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { type Rulebook, rulebook } from '../../src/policy/index.ts'
import { operator } from './engine.ts'

export function book(...rules: object[]): Rulebook {
  return rulebook.parse({ rules })
}

/** What the last days would have come to under other rules; without them, under those that only report. */
export function replay(engine: Engine, rules: Rulebook | undefined, days = 30) {
  return rehearse(engine, { actor: operator, rulebook: rules, days })
}

/** Whom it would have touched, and how. */
export async function touchedBy(engine: Engine, rules: Rulebook, days = 30) {
  const { outcomes } = await replay(engine, rules, days)
  const some = Object.entries(outcomes).filter(([, { signIns }]) => signIns > 0)
  return Object.fromEntries(some.map(([name, { examples }]) => [name, examples]))
}
