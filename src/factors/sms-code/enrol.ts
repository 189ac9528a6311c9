import { maskNumber, readNumber } from '../../delivery/index.ts'
import { isSentCode, newSentCode } from '../../kernel/sent-code.ts'
import type {
  Candidate,
  Enrolment,
  EnrolmentRefused,
  FactorContext,
  FactorMessage,
  Offer,
  Person,
} from '../factor.ts'
import { numberKnown, numberUnknown } from './errors.ts'
import { provesFor } from './proves.ts'
import type { SmsCodeData, SmsCodeOptions, SmsCodePending, SmsCodeProof } from './schema.ts'
import { boundTo, codeMessage, type SmsCodeDeps } from './send.ts'
import { languageFor, noticeText } from './words.ts'

const noticeLifetime = 24 * 3_600_000

/** Sends a code to a number that somebody says is theirs. Shown in full this once, so that they see a wrong digit. */
export async function offerSmsCode(
  deps: SmsCodeDeps,
  input: {
    readonly person: Person
    readonly options: SmsCodeOptions | undefined
    readonly existing: readonly Candidate<SmsCodeData>[]
    readonly context: FactorContext
  },
): Promise<Offer<SmsCodePending>> {
  const { person, options, existing, context } = input
  const read = options && (await readNumber(options.number, options.country))
  if (!read) throw numberUnknown()
  const { number, shown } = read
  if (existing.some(({ data }) => data.number === number)) throw numberKnown()

  const masked = maskNumber(read)
  const { code, ...kept } = newSentCode(deps.host, boundTo(person.accountId, number), deps.config.digits)
  const expiresAt = context.at + deps.config.lifetime * 1000
  return {
    show: { to: shown, digits: deps.config.digits, expiresAt },
    pending: { number, masked, ...kept, expiresAt, others: existing.map(({ data }) => data.number) },
    confirms: true,
    label: masked,
    messages: [codeMessage(deps, number, code, context)],
  }
}

/** The code shows that they receive there. The account's older numbers hear of the new one (N-19, R12). */
export async function confirmSmsCode(
  deps: SmsCodeDeps,
  pending: SmsCodePending,
  answer: SmsCodeProof,
  person: Person,
  context: FactorContext,
): Promise<Enrolment<SmsCodeData> | EnrolmentRefused> {
  const { number, masked, others } = pending
  if (context.at >= pending.expiresAt) return refused('expired')
  if (!isSentCode(deps.host, boundTo(person.accountId, number), pending, answer.code))
    return refused('refused')
  return {
    accepted: true,
    data: { number, masked },
    ...provesFor(deps.host, number),
    messages: others.map((other) => notice(deps, 'added', other, context)),
  }
}

/** What the number is told that is taken off: whoever took it off may not have been its owner. */
export function farewell(deps: SmsCodeDeps, { number }: SmsCodeData, at: number): readonly FactorMessage[] {
  return [notice(deps, 'removed', number, { at })]
}

function notice(
  { config, house }: SmsCodeDeps,
  what: 'added' | 'removed',
  to: string,
  { at, language }: Pick<FactorContext, 'at' | 'language'>,
): FactorMessage {
  const text = noticeText(languageFor(language, config.language), what, house)
  return { channel: 'sms', to, subject: '', text, expiresAt: at + noticeLifetime, notice: true }
}

function refused(id: 'refused' | 'expired'): EnrolmentRefused {
  return { accepted: false, reason: 'mismatch', notices: [{ id }] }
}
