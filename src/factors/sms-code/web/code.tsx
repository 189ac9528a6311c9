import { EnrolSentCode } from '../../../../web/kit/enrol-sent-code.tsx'
import type { EnrolProps, ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProveSentCode } from '../../../../web/kit/prove-sent-code.tsx'

/** Asks for the code that went to the new number. */
export function EnrolSmsCode(props: EnrolProps) {
  return <EnrolSentCode words="sms-code" onPhone {...props} />
}

/** Sends a code to the number, and asks for it. */
export function ProveSmsCode(props: ProveProps) {
  return <ProveSentCode words="sms-code" to="number" onPhone {...props} />
}
