import { maskedContact } from '../../accounts/index.ts'
import { type CodeBinding, newSentCode } from '../../kernel/sent-code.ts'
import type {
  Candidate,
  FactorChallenge,
  FactorContext,
  FactorHost,
  FactorMessage,
  Mailbox,
  Person,
} from '../factor.ts'
import type { EmailCodeConfig } from './config.ts'
import { mailboxUnsettled } from './errors.ts'
import type { EmailCodeData, EmailCodeExpected } from './schema.ts'

/** What this factor stands on. */
export interface EmailCodeDeps {
  readonly config: EmailCodeConfig
  readonly host: FactorHost
}

/** Sends a code to the mailbox, if it is still the account's own and has not changed lately (R12). */
export async function challengeEmailCode(
  deps: EmailCodeDeps,
  candidates: readonly Candidate<EmailCodeData>[],
  person: Person | undefined,
  context: FactorContext,
): Promise<FactorChallenge<EmailCodeExpected>> {
  const chosen = candidates.find(({ data }) => mailboxOf(person, data.address) !== undefined)
  if (!chosen) throw mailboxUnsettled()
  const { address } = chosen.data
  const { digits, lifetime } = deps.config
  const { code, ...kept } = newSentCode(deps.host, boundTo(chosen.accountId, address), digits)
  return {
    show: { authenticatorId: chosen.id, to: masked(address), digits },
    expected: { authenticatorId: chosen.id, ...kept },
    tries: 3,
    lifetime: lifetime * 1000,
    messages: [codeMessage(deps, address, code, context.at)],
  }
}

/** The account's mailbox of this address, however it is written; undefined where none may be used. */
export function mailboxOf(person: Person | undefined, address: string): Mailbox | undefined {
  return person?.mailboxes?.find((mailbox) => mailbox.address.toLowerCase() === address.toLowerCase())
}

/** What a code to this mailbox is bound to. */
export function boundTo(accountId: string, address: string): CodeBinding {
  return { purpose: 'email-code', accountId, to: address }
}

/** As much of an address as its owner knows it by. */
export function masked(address: string): string {
  return maskedContact({ type: 'email', value: address })
}

/** A mail with a code. The subject holds none: subjects show on locked screens. */
export function codeMessage(
  { config, host }: EmailCodeDeps,
  to: string,
  code: string,
  at: number,
): FactorMessage {
  return {
    channel: 'email',
    to,
    subject: `Your code for ${host.name}`,
    text: [
      `${code} is your code for ${host.name}.`,
      `It works for ${Math.round(config.lifetime / 60)} minutes, once, and only on the page that asked for it.`,
      'Never tell it to anybody. If you did not ask for it, somebody knows your password: sign in and change it.',
    ].join('\n\n'),
    expiresAt: at + config.lifetime * 1000,
  }
}
