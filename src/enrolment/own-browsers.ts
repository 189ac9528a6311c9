import { holderOf } from '../authentication/index.ts'
import { SallyportError } from '../kernel/errors.ts'
import type { Id } from '../kernel/ids.ts'
import type { RememberedBrowser } from '../remembered/index.ts'
import type { Session } from '../sessions/index.ts'
import type { EnrolmentDeps } from './deps.ts'
import { ownAccount } from './own-account.ts'

/** The browsers that are remembered for the account of a session, and which of them this one is. */
export async function listOwnBrowsers(
  deps: EnrolmentDeps,
  session: Session,
  { remembered }: { readonly remembered?: string | undefined },
): Promise<{
  readonly browsers: readonly RememberedBrowser[]
  readonly current: Id<'remembered-browser'> | undefined
}> {
  const { account, authenticators } = await ownAccount(deps, session)
  const [browsers, recognition] = await Promise.all([
    deps.remembered.ofAccount(account),
    deps.remembered.recognise(remembered, holderOf(account, { authenticators })),
  ])
  return { browsers, current: recognition.state === 'recognised' ? recognition.browser.id : undefined }
}

/** Forgets one of them; anyone else's does not exist. It only takes away, and so needs no fresh proof. */
export async function forgetOwnBrowser(
  deps: EnrolmentDeps,
  { accountId, applicationId }: Session,
  id: Id<'remembered-browser'>,
): Promise<void> {
  const at = deps.storage.clock.now()
  const outcome = await deps.storage.book({
    statements: [deps.remembered.forget(id, accountId)],
    events: [
      {
        at,
        event: 'browser.forgotten',
        outcome: 'done',
        actor: accountId,
        accountId,
        applicationId,
        details: { browser: id },
      },
    ],
    locks: [accountId],
  })
  if (outcome === 'refused') throw browserNotFound()
}

function browserNotFound() {
  return new SallyportError(
    'not-found',
    'remembered-browser.not-found',
    'There is no such remembered browser.',
  )
}
