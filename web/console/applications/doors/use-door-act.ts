import { keys } from '../../../api/keys.ts'
import { useAct } from '../../../step-up/use-act.ts'

/** Does something to a door of an application. */
export function useDoorAct<Input, Outcome>(
  applicationId: string,
  act: (input: Input) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) {
  return useAct([keys.doors(applicationId), keys.coverage], act, onDone)
}
