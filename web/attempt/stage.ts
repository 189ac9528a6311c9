import type { AttemptView } from '../api/types.ts'
import type { Stage } from '../kit/gate.tsx'

/** Where an attempt stands between the two doors. */
export function stageOf(attempt: AttemptView | undefined): Stage {
  if (attempt === undefined) return 0
  if (attempt.state === 'completed' || attempt.state === 'satisfied') return 2
  if (attempt.state === 'renewing' || attempt.forgotten !== undefined) return 1
  return attempt.proved.length === 0 && !setsUpSecond(attempt) ? 0 : 1
}

function setsUpSecond({ state, enrol }: AttemptView): boolean {
  return state === 'enrolling' && enrol?.factors.includes('password') !== true
}
