import { openPasswordLink } from '../../api/attempts.ts'
import { MailedLink } from './mailed-link.tsx'

/** For whoever forgot their password: behind their second step they choose another. */
export function ForgottenPage() {
  return <MailedLink words="forgotten" open={openPasswordLink} />
}
