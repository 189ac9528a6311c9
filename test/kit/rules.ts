import type { Engine } from '../../src/engine.ts'
import type { PolicyConfig } from '../../src/policy/index.ts'
import type { World } from './engine.ts'

type Rule = PolicyConfig['rules'][number]

/** A rule that asks for two factors, unless told otherwise. */
export function rule(name: string, rest: object = {}): Rule {
  return { name, need: 'mfa', ...rest }
}

/** A node of the same installation after its policy was changed. */
export function under(
  world: World,
  rules: readonly Rule[],
  mfa: PolicyConfig['mfa'] = 'offered',
): Promise<Engine> {
  return world.node({ policy: { mfa, rules: [...rules] } })
}
