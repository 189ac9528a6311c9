import { isSentCode, newSentCode } from '../../kernel/sent-code.ts'
import type { Candidate, Enrolment, EnrolmentRefused, FactorContext, Offer, Person } from '../factor.ts'
import { mailboxKnown, mailboxUnsettled } from './errors.ts'
import { provesFor } from './proves.ts'
import type { EmailCodeData, EmailCodeOptions, EmailCodePending, EmailCodeProof } from './schema.ts'
import { boundTo, codeMessage, type EmailCodeDeps, mailboxOf, masked } from './send.ts'

/** Sends a code to one of the account's own mailboxes: the one that was named, or the only one. */
export async function offerEmailCode(
  deps: EmailCodeDeps,
  input: {
    readonly person: Person
    readonly options: EmailCodeOptions | undefined
    readonly existing: readonly Candidate<EmailCodeData>[]
    readonly context: FactorContext
  },
): Promise<Offer<EmailCodePending>> {
  const { person, options, existing, context } = input
  const address = chosenMailbox(person, options)
  if (address === undefined) throw mailboxUnsettled()
  if (existing.some(({ data }) => data.address === address)) throw mailboxKnown()
  const { config, host } = deps
  const { code, ...kept } = newSentCode(host, boundTo(person.accountId, address), config.digits)
  const expiresAt = context.at + config.lifetime * 1000
  return {
    show: { to: masked(address), digits: config.digits, expiresAt },
    pending: { address, ...kept, expiresAt },
    confirms: true,
    label: masked(address),
    messages: [codeMessage(deps, address, code, context.at)],
  }
}

/** The code shows that they read there now; the mailbox must still be theirs (R12). */
export async function confirmEmailCode(
  { host }: EmailCodeDeps,
  pending: EmailCodePending,
  answer: EmailCodeProof,
  person: Person,
  at: number,
): Promise<Enrolment<EmailCodeData> | EnrolmentRefused> {
  const { address } = pending
  const mailbox = mailboxOf(person, address)
  if (mailbox === undefined) throw mailboxUnsettled()
  if (at >= pending.expiresAt) return refused('expired')
  if (!isSentCode(host, boundTo(person.accountId, address), pending, answer.code)) return refused('refused')
  return { accepted: true, data: { address }, mailbox: mailbox.id, ...provesFor(host, address) }
}

function chosenMailbox(person: Person, options: EmailCodeOptions | undefined): string | undefined {
  if (options?.address) return mailboxOf(person, options.address)?.address
  const [only, ...others] = person.mailboxes ?? []
  return others.length === 0 ? only?.address : undefined
}

function refused(id: 'refused' | 'expired'): EnrolmentRefused {
  return { accepted: false, reason: 'mismatch', notices: [{ id }] }
}
