import { keys } from '../../api/keys.ts'
import { useAct } from '../../step-up/use-act.ts'

/** Changes what is known of systems: who needs a second factor is then reckoned anew. */
export function useInventoryAct<Input, Outcome>(
  act: (input: Input) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) {
  return useAct([keys.systems, keys.advice, keys.applications], act, onDone)
}
