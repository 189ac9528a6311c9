import { type Admission, admit, type Surroundings } from '../../../authentication/index.ts'
import { SallyportError } from '../../../kernel/errors.ts'
import type { AuditEntry, Statement } from '../../../storage/index.ts'
import { issuerOf } from './clouds.ts'
import type { Connected } from './connected.ts'
import type { EntraDeps } from './deps.ts'
import { givenUp, notAdmitted, notVouched, unknownPerson, unmet } from './errors.ts'
import { idTokenFor } from './id-token.ts'
import { methodOf } from './methods.ts'
import { findPerson, type Person } from './people.ts'
import { door } from './settings.ts'
import { type Way, wishesFor } from './ways.ts'

interface Back {
  readonly way: Way
  /** Of the session that was made for the application, as the browser's cookie has it. */
  readonly sessionToken: string | undefined
  readonly surroundings: Surroundings
}

/**
 * Somebody is back from our pages: what they have just shown, as a token for Microsoft. Everything is looked at anew,
 * and nothing but the one attempt of this way counts, whoever is signed in here besides (R18). The session that it
 * ended in is over with the answer. Throws `EntraRefusal`.
 */
export async function finish(deps: EntraDeps, connected: Connected, back: Back): Promise<string> {
  const { engine } = deps
  const { way } = back
  if (!connected.application.vouches) throw notVouched()
  const person = await findPerson(engine, connected, way.hint)
  const admission = await admitted(deps, person, back)
  const method = methodOf(admission.begun.proved, way.methods)
  const proves = !person.unlinked || (await restsOnOlder(deps, admission, way.begunAt))
  const links =
    method && proves && person.unlinked ? await linking(deps, connected, person, { admission, way }) : none
  const outcome = await engine.storage.book({
    statements: [
      engine.admissions.end(admission.id),
      engine.sessions.endFor(admission.sessionId, admission.applicationId),
      ...links.statements,
    ],
    events: [...links.events],
    locks: [admission.accountId],
  })
  if (outcome === 'refused') throw notAdmitted()
  if (links !== none) engine.delivery.kick()
  if (!method) throw unmet('amr')
  if (!proves) throw unknownPerson('not linked')
  return idTokenFor(deps, admission, { way, method })
}

async function admitted(
  { engine }: EntraDeps,
  { account }: Person,
  { way, sessionToken, surroundings }: Back,
): Promise<Admission> {
  const session = await engine.sessions.findLiving(sessionToken)
  const attemptId = session && (await engine.attempts.endedBy(session.completionId))
  const own = account.id === way.accountId && attemptId === way.attemptId
  const outcome = await admit(engine, {
    sessionToken: own ? sessionToken : undefined,
    applicationId: way.clientId,
    door,
    wishes: wishesFor(account),
    referral: way.referral,
    surroundings,
  }).catch(unlessOver)
  if (outcome.refused === 'given-up') throw givenUp(outcome.because)
  if (!outcome.admitted) throw notAdmitted()
  return outcome.admitted
}

function unlessOver(error: unknown): never {
  if (error instanceof SallyportError && error.code === 'referral.over') throw notAdmitted()
  throw error
}

interface Linking {
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
}

const none: Linking = { statements: [], events: [] }

/** Whether something was shown that the account had before the way began; what was set up on it tells nothing of whose it is. */
async function restsOnOlder(
  { engine }: EntraDeps,
  { accountId, begun }: Admission,
  begunAt: number,
): Promise<boolean> {
  const own = await engine.authenticators.ofAccount(accountId)
  return own.some(
    ({ id, confirmedAt }) =>
      begun.authenticators.includes(id) && confirmedAt !== undefined && confirmedAt < begunAt,
  )
}

/** A name has led to this account, and its own second factor was shown: it is this person's, whatever they are called. */
async function linking(
  { engine }: EntraDeps,
  { settings, application }: Connected,
  { account }: Person,
  { admission: { accountId }, way }: { readonly admission: Admission; readonly way: Way },
): Promise<Linking> {
  const issuer = issuerOf(settings)
  const subject = way.hint.objectId
  const { statement } = engine.accountLinks.create({ accountId, issuer, subject })
  const event = {
    at: engine.storage.clock.now(),
    event: 'account.linked',
    outcome: 'done',
    actor: accountId,
    accountId,
    applicationId: application.id,
    details: { issuer, subject, by: 'proof' },
  } as const
  const values = { at: event.at, account: account.name, issuer }
  const told = await engine.notices.tell(account, { template: 'account.linked', values })
  return { statements: [statement, ...told], events: [event] }
}
