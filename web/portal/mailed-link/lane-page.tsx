import { redeemLane } from '../../api/attempts.ts'
import { MailedLink } from './mailed-link.tsx'

/** For an owner whom strangers hold up: from here on this browser tries apart from them. */
export function LanePage() {
  return <MailedLink words="lane" open={redeemLane} />
}
