import { setTimeout as sleep } from 'node:timers/promises'
import { captureTransport, type OutgoingMessage, smsRules } from '../../../delivery/index.ts'
import type { EngineOptions } from '../../../engine.ts'
import { codeIn } from './holder.ts'

const patience = 5000

/** All phones of a test: a gateway that keeps what it is given, and the rules of a house that sends to Germany. */
export function phones() {
  const transport = captureTransport('sms')
  let read = 0

  /** The next message that nobody has read yet; fails where none comes in time. */
  async function next(): Promise<OutgoingMessage> {
    const until = performance.now() + patience
    while (transport.messages.length <= read) {
      if (performance.now() > until) throw new Error('no message came')
      await sleep(2)
    }
    const message = transport.messages[read]
    read += 1
    if (!message) throw new Error('no message came')
    return message
  }

  /** The next one with a code; what only tells is passed over. */
  async function nextWithCode(): Promise<OutgoingMessage> {
    const message = await next()
    return message.text.includes('#') ? message : nextWithCode()
  }

  return {
    options: {
      transports: [transport],
      sms: smsRules.parse({ countries: ['DE'], budgets: { block: 1000, account: 1000, source: 1000 } }),
    } satisfies Partial<EngineOptions>,
    messages: transport.messages,
    next,
    nextWithCode,
    nextCode: async () => codeIn((await nextWithCode()).text),
    /** Forgets what came so far. */
    skip(): void {
      read = transport.messages.length
    },
  }
}
