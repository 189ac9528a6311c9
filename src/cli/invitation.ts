import type { IssuedInvitation } from '../administration/index.ts'
import type { Context } from './context.ts'
import { isoTime, timeText } from './output.ts'

/** The link, once; to be handed over on a way that both trust. */
export function showInvitation({ output }: Context, account: string, invitation: IssuedInvitation): void {
  const { link, expiresAt } = invitation
  output.result({ account, link, expiresAt: isoTime(expiresAt) })
  output.line(link)
  output.note(`For ${account}, until ${timeText(expiresAt)} UTC. It is shown only now.`)
}
