import type { Account } from '../../../accounts/index.ts'
import { livingReferral, refer, type Surroundings, startAttempt } from '../../../authentication/index.ts'
import type { Connected } from './connected.ts'
import type { EntraDeps } from './deps.ts'
import { badHint, EntraRefusal, notVouched, unknownPerson } from './errors.ts'
import { type Hint, readHint } from './hint.ts'
import { findPerson } from './people.ts'
import { type EntraRequest, readRequest } from './request.ts'
import { paths } from './routes.ts'
import { door } from './settings.ts'
import { keepWay, newWay, spendHint, wishesFor } from './ways.ts'

export interface Begun {
  /** Of our own, where the second factor is asked for. */
  readonly page: string
  /** The secret of the attempt, for this browser and no other. */
  readonly attempt: string
}

/**
 * Microsoft has proved the first factor of somebody, and asks for a second one. Its word becomes a vouched attempt, as
 * that of any application that is registered to vouch (R7): the engine sees a first factor of that application, good
 * there alone. Throws `EntraRefusal`.
 */
export async function begin(
  deps: EntraDeps,
  connected: Connected,
  {
    form,
    surroundings,
  }: { readonly form: Readonly<Record<string, string>>; readonly surroundings: Surroundings },
): Promise<Begun> {
  if (!connected.application.vouches) throw notVouched()
  const request = readRequest(form)
  const now = deps.engine.storage.clock.now()
  const hint = await readHint(request.hint, connected.settings, { keys: deps.keys, now })
  if (!(await spendHint(deps.records, hint))) throw badHint('replayed')
  const { account } = await findPerson(deps.engine, connected, hint)
  return setOut(deps, connected, { request, hint, account, surroundings })
}

interface SettingOut {
  readonly request: EntraRequest
  readonly hint: Hint
  readonly account: Account
  readonly surroundings: Surroundings
}

async function setOut(
  { engine, records }: EntraDeps,
  { application }: Connected,
  { request, hint, account, surroundings }: SettingOut,
): Promise<Begun> {
  const { id: applicationId } = application
  const token = newWay(engine.random)
  const { token: referral, page } = await refer(engine, {
    applicationId,
    door,
    wishes: wishesFor(account),
    returnTo: `${paths.back}/${token}`,
  })
  const { attempt, secret } = await startAttempt(engine, {
    account: account.name,
    applicationId,
    vouched: true,
    referral: await livingReferral(engine, referral),
    surroundings,
  })
  if (attempt.accountId !== account.id) throw unknownPerson('unknown')
  const { nonce, state, contextClass, methods } = request
  const { id: _, ...whom } = hint
  const kept = await keepWay(records, token, {
    ...{ nonce, state, contextClass, methods, referral },
    clientId: applicationId,
    accountId: account.id,
    hint: whom,
    attemptId: attempt.id,
    begunAt: attempt.createdAt,
  })
  if (!kept) throw new EntraRefusal('temporarily_unavailable', 'busy')
  return { page, attempt: secret }
}
