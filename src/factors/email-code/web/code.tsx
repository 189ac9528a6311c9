import { EnrolSentCode } from '../../../../web/kit/enrol-sent-code.tsx'
import type { EnrolProps, ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProveSentCode } from '../../../../web/kit/prove-sent-code.tsx'

/** Asks for the code that went to the new mailbox. */
export function EnrolEmailCode(props: EnrolProps) {
  return <EnrolSentCode words="email-code" {...props} />
}

/** Sends a code to the mailbox, and asks for it. */
export function ProveEmailCode(props: ProveProps) {
  return <ProveSentCode words="email-code" to="address" {...props} />
}
