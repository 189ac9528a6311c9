import { keys } from '../../api/keys.ts'
import { useAct } from '../../step-up/use-act.ts'

/** Does something to a webhook. */
export function useWebhookAct<Input, Outcome>(
  act: (input: Input) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) {
  return useAct([keys.webhooks], act, onDone)
}
