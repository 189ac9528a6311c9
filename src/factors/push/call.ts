import { messages } from './messages.ts'
import type { PushExpected, Question } from './schema.ts'

/** What a phone shows before its page is open: enough to be recognised, and nothing that could answer. */
export interface Call {
  readonly title: string
  readonly text: string
  readonly at: number
  /** Epoch milliseconds after which it is no use. */
  readonly expiresAt: number
}

/** How one phone is called. */
export interface CallRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array<ArrayBuffer>
}

/** Of a name that goes into a notification. */
const longestName = 100

const titles: Readonly<Record<Question['purpose'], string>> = {
  'sign-in': messages.callTitle,
  'step-up': messages.callChange,
  'set-up': messages.callSetUp,
  transaction: messages.callApproval,
}

/** A question in few words. `lifetime` in seconds. */
export function callFor({ question }: PushExpected, at: number, lifetime: number): Call {
  const { application, device, place } = question
  const values: Readonly<Record<string, string>> = { application, device, place }
  return {
    title: titles[question.purpose],
    text: messages.callText.replace(/\{(\w+)\}/g, (_, name: string) => short(values[name] ?? '')),
    at,
    expiresAt: at + lifetime * 1000,
  }
}

function short(text: string): string {
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text
}
