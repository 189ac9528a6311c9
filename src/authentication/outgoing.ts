import type { Factor, FactorMessage } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import type { AuthenticationDeps } from './deps.ts'

/** Whom a factor's words are for, and where the request for them came from: what they are counted against. */
export interface Whom {
  readonly accountId: Id<'account'> | undefined
  readonly source?: string | undefined
  /** The challenge or enrolment that they are for. */
  readonly occasion?: string
}

/** What a factor wants sent, for the booking that makes it true (F-20). Throws where it may not be sent. */
export async function outgoing(
  deps: Pick<AuthenticationDeps, 'delivery'>,
  factor: Factor,
  messages: readonly FactorMessage[] = [],
  { accountId, source, occasion }: Whom,
): Promise<readonly Statement[]> {
  const sent = messages.map((message) =>
    deps.delivery.send({ ...message, accountId, source, occasion, factor: factor.id }),
  )
  const statements = (await Promise.all(sent)).flat()
  await Promise.all(messages.map(({ clearance }) => clearance?.()))
  return statements
}
