import type { Authenticator } from '../authenticators/index.ts'
import { isWeak, sealAgain, sealFor } from '../authenticators/index.ts'
import type { Accepted, Factor } from '../factors/factor.ts'
import { internalError } from '../kernel/errors.ts'
import type { Proved } from '../policy/index.ts'
import type { Statement } from '../storage/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import type { Judged } from './judge.ts'
import { isGuessed } from './lanes.ts'

type OutcomeDeps = Pick<AuthenticationDeps, 'authenticators' | 'attempts' | 'box' | 'contacts' | 'delivery'>

/** An accepted verdict with its row. */
export interface Success {
  readonly judged: Judged
  readonly verdict: Accepted<unknown>
  readonly row: Authenticator
}

/** The success in a judgement; undefined where it was refused. */
export function successOf(judged: Judged): Success | undefined {
  const { verdict } = judged
  if (!verdict.accepted) return undefined
  const row = judged.compared.find((one) => one.id === verdict.authenticatorId)
  if (!row) throw internalError('a factor accepted an authenticator that it was not shown')
  return { judged, verdict, row }
}

/** What an accepted proof spends, as guarded writes: whoever books second changes no row (G1, R13). */
export function spend(deps: OutcomeDeps, success: Success): readonly Statement[] {
  const { verdict, row, judged } = success
  const { spends } = verdict
  const { challenge, factor, standing } = judged.question
  if (spends.type === 'challenge' && !challenge)
    throw internalError(`${factor.id} spends a challenge it was not asked`)
  const data = spends.type === 'element' ? spends.remaining : verdict.data
  const shown = judged.candidates.find(({ id }) => id === row.id)?.data
  const advanced = deps.authenticators.advance(row, {
    standing,
    at: judged.at,
    counter: spends.type === 'counter' ? spends.counter : undefined,
    data: data === undefined ? undefined : sealAgain(deps.box, row, shown, data),
    weak: isWeak(factor, data),
  })
  if (!challenge) return [advanced]
  const spent = deps.attempts.spendChallenge(challenge, true, judged.at)
  const used = verdict.received ? [deps.delivery.markUsed(challenge.id)] : []
  return [advanced, spent, ...mailboxStands(deps, verdict), ...used]
}

/** What was sent to a mailbox counts only while that is the account's own (R12, A-031). */
export function mailboxStands(
  { contacts }: Pick<AuthenticationDeps, 'contacts'>,
  { mailbox }: Pick<Accepted<unknown>, 'mailbox'>,
): readonly Statement[] {
  return mailbox === undefined ? [] : [contacts.expectIndependent(mailbox)]
}

/** What a refused proof costs: a try of each authenticator it was compared with, and of its challenge (G2). */
export function cost(deps: OutcomeDeps, judged: Judged): readonly Statement[] {
  const { factor, standing, challenge } = judged.question
  const { verdict } = judged
  const counted = isGuessed(factor) ? judged.compared : []
  const failures = counted.map((row) => {
    const observed = !verdict.accepted && verdict.authenticatorId === row.id ? verdict.data : undefined
    const data = observed === undefined ? undefined : sealFor(deps.box, 'data', row, observed)
    return deps.authenticators.countFailure(row, { standing, at: judged.at, data })
  })
  const written = counted.length > 0 ? failures : observation(deps, judged)
  return challenge ? [...written, deps.attempts.spendChallenge(challenge, false, judged.at)] : written
}

/** What was observed of an authenticator whose failures are not counted, because nobody can guess. */
function observation(deps: OutcomeDeps, { verdict, compared, question }: Judged): readonly Statement[] {
  if (verdict.accepted || verdict.data === undefined || question.factor.traits.first) return []
  const row = compared.find((one) => one.id === verdict.authenticatorId)
  if (!row) return []
  return [deps.authenticators.replaceData(row, { data: sealFor(deps.box, 'data', row, verdict.data) })]
}

/** Whether what was proved is easy to guess, or known from a breach: it demands from this moment on. */
export function isWeakSuccess({ judged, verdict, row }: Success): boolean {
  return verdict.data === undefined ? row.weak : isWeak(judged.question.factor, verdict.data)
}

/** What an accepted proof adds to its attempt. */
export function provedBy(success: Success): Proved {
  const { factor, challenge, transaction } = success.judged.question
  const { verdict } = success
  return {
    factor: factor.id,
    authenticatorId: verdict.authenticatorId,
    role: factor.traits.role,
    kinds: verdict.kinds,
    amr: verdict.amr,
    phishingResistant: factor.traits.phishingResistant,
    userVerified: verdict.userVerified,
    deviceBound: verdict.deviceBound,
    attested: verdict.attested,
    channel: verdict.channel,
    ...(verdict.signIn === undefined ? {} : { signIn: verdict.signIn }),
    ...(transaction && challenge && factor.signs ? { signed: true } : {}),
    at: success.judged.at,
  }
}

/** Words for what a verdict wants to say, by its factor. */
export interface ShownNotice {
  readonly factor: string
  readonly id: string
  readonly text: string
  readonly values: Readonly<Record<string, string | number>>
}

export function noticesOf(success: Success): readonly ShownNotice[] {
  return (success.verdict.notices ?? []).map((notice) =>
    shownNotice(success.judged.question.factor, notice.id, notice.values ?? {}),
  )
}

export function shownNotice(
  factor: Factor,
  id: string,
  values: Readonly<Record<string, string | number>>,
): ShownNotice {
  const template = factor.messages[id] ?? id
  const text = template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  return { factor: factor.id, id, text, values }
}
