import type { Elsewhere, ElsewhereInput, FactorHost } from '../factor.ts'
import type { PushConfig } from './config.ts'
import { isSignedBy } from './device-key.ts'
import { handleOf, joinPhone } from './enrol.ts'
import { judgeAnswer } from './judge-answer.ts'
import { type ReachConfig, usableReach } from './reach.ts'
import { ringPhones } from './ring.ts'
import {
  type AnswerMessage,
  answerMessage,
  chosenNumber,
  type JoinMessage,
  joinMessage,
  type LookMessage,
  lookMessage,
  type PushData,
  type PushExpected,
  type PushPending,
  signed,
} from './schema.ts'
import type { Vapid } from './vapid.ts'

/** Milliseconds that a phone's clock may be off when it looks; it sets itself by our answers. */
const longestAge = 120_000

/** What phones say to us, each message signed by a key that never leaves its phone. */
export function phonesElsewhere(
  host: Pick<FactorHost, 'random' | 'baseUrl' | 'fetch' | 'logger'>,
  config: PushConfig,
  vapid: () => Vapid,
): Elsewhere<PushData, PushPending, PushExpected> {
  const { origin } = new URL(host.baseUrl)
  return {
    messages: { join: joinMessage, look: lookMessage, answer: answerMessage },
    handle(message) {
      const { code, phone } = message as Partial<JoinMessage & LookMessage>
      return code === undefined ? String(phone) : handleOf(code)
    },
    join: ({ pending, message }) => joinPhone(host, config, pending, message as JoinMessage),
    joined: ({ joined }) => joined && { name: joined.name },
    look: (input) => lookAsPhone(origin, config, input),
    call: ({ candidates, expected, context }) =>
      ringPhones({ ...host, config, vapid }, { candidates, expected, at: context.at }),
    chosen: chosenNumber,
    question: ({ question }) => question,
    answer: ({ candidate, expected, message }) =>
      judgeAnswer(origin, candidate.data.key, expected, message as AnswerMessage),
  }
}

function lookAsPhone(
  origin: string,
  config: ReachConfig,
  { candidate, message, context }: ElsewhereInput<PushData>,
): { readonly data?: PushData } | undefined {
  const { signature, ...said } = message as LookMessage
  const { key, reach: known, toldAt = 0 } = candidate.data
  if (Math.abs(context.at - said.at) > longestAge) return undefined
  if (!isSignedBy(key, signed.look(origin, said), signature)) return undefined
  const reach = usableReach(config, said.reach)
  const isNews = reach !== undefined && said.at > toldAt && JSON.stringify(reach) !== JSON.stringify(known)
  return isNews ? { data: { key, reach, toldAt: said.at } } : {}
}
