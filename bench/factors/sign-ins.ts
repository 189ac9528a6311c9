import { portalId } from '../../src/applications/index.ts'
import type { Engine } from '../../src/engine.ts'
import { newId } from '../../src/kernel/ids.ts'
import { hashToken, newToken } from '../../src/kernel/tokens.ts'
import type { Proved } from '../../src/policy/index.ts'
import { cookieNames } from '../../src/protocols/protocol.ts'
import type { Statement } from '../../src/storage/index.ts'
import { bookInBulk } from '../kit/in-bulk.ts'
import type { Turn } from './exam.ts'
import { passwordExam } from './exams/password.ts'
import type { Examinee } from './people.ts'

const lifetime = 600_000

/** A request as the load sends it. */
export interface Prepared {
  readonly method: 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One examinee with what is asked and answered this time. */
export interface Sitting {
  readonly examinee: Examinee
  readonly turn: Turn
  /** In which place: each request comes from an address of its own. */
  readonly place: number
}

/**
 * A sign-in at our own pages for each, its password proved and its question asked, and the request that answers it.
 * Behind a proxy that is listed, as most installations are.
 */
export async function prepareSignIns(
  engine: Engine,
  factor: string,
  sittings: readonly Sitting[],
): Promise<readonly Prepared[]> {
  const signIns = sittings.map((sitting) => ({
    ...sitting,
    secret: newToken('spa', engine.random),
    browser: newToken('spb', engine.random),
  }))
  await bookInBulk(engine, signIns.length, (number) => {
    const signIn = signIns[number]
    return signIn ? openStatements(engine, factor, signIn, signIn.secret) : []
  })
  await Promise.all(
    signIns.map(({ examinee, turn, browser, place }) => {
      const presenter = { browser, holder: examinee.accountId, source: addressOf(place) }
      return turn.presents && engine.presented.keep(presenter, turn.presents)
    }),
  )
  return signIns.map(({ turn, secret, browser, place }) => ({
    method: 'POST',
    path: '/api/v1/attempts/current/proofs',
    headers: {
      'content-type': 'application/json',
      origin: new URL(engine.baseUrl).origin,
      cookie: `${cookieNames.attempt}=${secret}; ${cookieNames.browser}=${browser}`,
      'x-sallyport-csrf': Buffer.from(engine.box.mac('csrf', Buffer.from(browser, 'utf8'))).toString(
        'base64url',
      ),
      'x-forwarded-for': addressOf(place),
    },
    body: JSON.stringify({ proofs: [{ factor, proof: turn.proof }] }),
  }))
}

function addressOf(place: number): string {
  return `10.${place >> 16}.${(place >> 8) & 0xff}.${place & 0xff}`
}

function openStatements(
  engine: Engine,
  factor: string,
  { examinee, turn }: Sitting,
  secret: string,
): readonly Statement[] {
  const { accountId, authenticatorId, passwordId, name } = examinee
  const ids = { clock: engine.storage.clock, random: engine.random }
  const at = engine.storage.clock.now()
  const attempt = {
    id: newId<'attempt'>(ids),
    accountId,
    ownerKey: accountId,
    accountName: name,
    applicationId: portalId,
    purpose: 'sign-in',
    proved: factor === passwordExam.factor ? [] : [passwordProved(passwordId, at)],
    vouchedBy: undefined,
    invitationId: undefined,
    forgotten: undefined,
    sessionId: undefined,
    referralId: undefined,
    transaction: undefined,
    failures: 0,
    epoch: 1,
    version: 1,
    createdAt: at,
    expiresAt: at + lifetime,
    completedAt: undefined,
  } as const
  const opened = engine.attempts.insert(attempt, hashToken(secret))
  if (turn.expected === undefined) return [opened]
  const id = newId<'challenge'>(ids)
  const place = { table: 'challenges', column: 'expected', row: id, factor }
  const challenge = {
    id,
    attemptId: attempt.id,
    factor,
    authenticators: [authenticatorId],
    sealedExpected: engine.box.seal(Buffer.from(JSON.stringify(turn.expected), 'utf8'), place),
    sealedAnswer: undefined,
    askedFrom: undefined,
    triesLeft: 1,
    expiresAt: at + lifetime,
  } as const
  const asked = engine.attempts.insertChallenge({ ...challenge, accountId, createdAt: at })
  if (turn.answer === undefined) return [opened, asked]
  const said = Buffer.from(JSON.stringify(turn.answer), 'utf8')
  const sealed = engine.box.seal(said, { ...place, column: 'answer' })
  return [opened, asked, engine.attempts.answerChallenge(challenge, sealed, at)]
}

function passwordProved(authenticatorId: Examinee['passwordId'], at: number): Proved {
  return {
    factor: passwordExam.factor,
    authenticatorId,
    role: 'factor',
    kinds: ['knows'],
    amr: ['pwd'],
    phishingResistant: false,
    userVerified: false,
    deviceBound: false,
    at,
  }
}
