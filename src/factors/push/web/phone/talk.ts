import { post } from '../../../../../web/api/client.ts'
import { asProblem } from '../../../../../web/api/problem.ts'
import { isOff, learnTime, serverTime } from '../../../../../web/api/server-time.ts'
import type { Shown } from '../../../../../web/api/types.ts'
import { type AnswerMessage, type Question, question, type Reach, signed } from '../../schema.ts'
import type { OwnKey } from './own-keys.ts'
import { makeKey, signatureOf } from './signing.ts'

/** What a key is asked now. */
export interface Asked {
  readonly question: Question
  /** By the server's clock. */
  readonly expiresAt: number
}

export type Outcome = 'approved' | 'denied' | 'refused' | 'reported'

/** Takes part in what somebody sets up on another screen, with a key made for it; the number is typed there. */
export async function join(code: string, name: string, reach: Reach | undefined): Promise<OwnKey> {
  const made = await makeKey()
  const { show } = await send<{ show: Shown }>('join', async (at) => {
    const said = { code, key: made.key, name, at, ...(reach ? { reach } : {}) }
    return { ...said, signature: await signatureOf(made, signed.join(location.origin, said)) }
  })
  return { ...made, name, number: String(show.number) }
}

/** Looks what this key is asked; undefined where nothing is. Throws `elsewhere.refused` where it is not known. */
export async function look(own: OwnKey, reach: Reach | undefined): Promise<Asked | undefined> {
  const answer = await send<{ question?: { show: Shown; expiresAt: number }; at: number }>(
    'look',
    async (at) => {
      const said = { phone: own.phone, at, ...(reach ? { reach } : {}) }
      return { ...said, signature: await signatureOf(own, signed.look(location.origin, said)) }
    },
  )
  learnTime(answer.at)
  const asked = answer.question
  return asked && { question: question.parse(asked.show), expiresAt: asked.expiresAt }
}

/** Answers, signing every word that was shown. */
export async function answer(
  own: OwnKey,
  asked: Question,
  { decision, number }: Pick<AnswerMessage, 'decision' | 'number'>,
): Promise<Outcome> {
  const { outcome } = await send<{ outcome: Outcome }>('answer', async (at) => {
    const said = { phone: own.phone, decision, number, at }
    return { ...said, signature: await signatureOf(own, signed.answer(location.origin, asked, said)) }
  })
  return outcome
}

/** Once more where the refusal tells that our clock is off; whatever it was has not been read then. */
async function send<Answer>(
  kind: 'join' | 'look' | 'answer',
  message: (at: number) => Promise<unknown>,
): Promise<Answer> {
  const path = `/elsewhere/push/${kind}`
  const taken = serverTime()
  try {
    return await post<Answer>(path, await message(taken))
  } catch (thrown) {
    const { at } = asProblem(thrown).details
    if (at === undefined || !isOff(taken, at)) throw thrown
    learnTime(at)
    return post<Answer>(path, await message(serverTime()))
  }
}
