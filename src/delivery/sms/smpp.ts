import { errorCode } from '../../kernel/error-code.ts'
import type { Receipt } from '../receipt.ts'
import type { OutgoingMessage, SendOutcome } from '../transport.ts'
import type { SmppConfig } from './config.ts'
import type { Gateway } from './gateway.ts'
import { countSegments } from './segments.ts'
import { openSession, type SmppPdu, type SmppSession } from './smpp-session.ts'

const patience = 10_000

type Receive = (receipt: Receipt) => Promise<boolean>

/**
 * A message centre by SMPP 3.4, bound as a transceiver: messages go out and receipts come in over one connection,
 * which is opened with the first message and again after it broke.
 */
export function smppGateway(config: SmppConfig): Gateway {
  let bound: Promise<SmppSession> | undefined
  let receive: Receive | undefined

  function session(): Promise<SmppSession> {
    if (bound) return bound
    const opened = openSession(config, {
      hear: (pdu) => hear(pdu, receive),
      closed: () => forget(opened),
    })
    bound = opened
    return opened
  }

  function forget(session: Promise<SmppSession>): void {
    if (bound === session) bound = undefined
  }

  return {
    name: 'smpp',

    async send(message) {
      const opened = session()
      try {
        const open = await opened
        return outcomeOf(await open.submit(submission(config, message), patience))
      } catch (error) {
        forget(opened)
        void closed(opened)
        return { sent: false, failure: 'unreachable', detail: errorCode(error)?.slice(0, 40) ?? 'connection' }
      }
    },

    listen(receiver) {
      receive = receiver
    },

    async close() {
      const opened = bound
      bound = undefined
      if (opened) await closed(opened)
    },
  }
}

async function closed(session: Promise<SmppSession>): Promise<void> {
  const open = await session.catch(() => undefined)
  await open?.close()
}

const international = 1
const national = 0
const alphanumeric = 5
const isdn = 1
const unknownPlan = 0
const receiptAsked = 1

/** SMPP 3.4 §4.4.1; addresses by §5.2.5 and §5.2.6, the alphabet by §5.2.19. */
function submission({ from }: SmppConfig, message: OutgoingMessage): Readonly<Record<string, unknown>> {
  const isNumber = /^\+?\d{6,}$/.test(from)
  const isShort = /^\d{1,5}$/.test(from)
  return {
    source_addr_ton: isNumber ? international : isShort ? national : alphanumeric,
    source_addr_npi: isNumber || isShort ? isdn : unknownPlan,
    source_addr: from.replace('+', ''),
    dest_addr_ton: international,
    dest_addr_npi: isdn,
    destination_addr: message.to.replace('+', ''),
    registered_delivery: receiptAsked,
    validity_period: validity(message),
    short_message: { message: message.text },
    data_coding: countSegments(message.text).alphabet === 'GSM-7' ? 0 : 8,
  }
}

/** The absolute form of §7.1.1: YYMMDDhhmmsstnnp, in UTC. */
function validity({ expiresAt }: OutgoingMessage): string {
  const time = new Date(expiresAt).toISOString().replace(/\D/g, '')
  return `${time.slice(2, 14)}000+`
}

const throttled = 0x58
const queueFull = 0x14
const systemError = 0x08

function outcomeOf({ command_status: status, message_id: reference }: SmppPdu): SendOutcome {
  if (status === 0) {
    return { sent: true, by: { gateway: 'smpp', ...(reference ? { reference } : {}) } }
  }
  const detail = `0x${status.toString(16).padStart(8, '0')}`
  if (status === systemError) return { sent: false, failure: 'unreachable', detail }
  const failure = status === throttled || status === queueFull ? 'deferred' : 'rejected'
  return { sent: false, failure, detail }
}

const states: Readonly<Record<string, Receipt['state']>> = {
  ENROUTE: 'underway',
  ACCEPTD: 'underway',
  DELIVRD: 'delivered',
  EXPIRED: 'failed',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
}

/** The same as numbers: §5.2.28. */
const numbered: Readonly<Record<number, string>> = {
  1: 'ENROUTE',
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  6: 'ACCEPTD',
  8: 'REJECTD',
}

/** A deliver_sm with a receipt, as parameters (§5.3.2.12, §5.3.2.35) or in the text of Appendix B. */
async function hear(pdu: SmppPdu, receive: Receive | undefined): Promise<boolean> {
  const text = pdu.short_message?.message?.toString() ?? ''
  const reference = pdu.receipted_message_id ?? /\bid:(\S{1,64})/.exec(text)?.[1]
  const word = numbered[pdu.message_state ?? 0] ?? /\bstat:([A-Z]{7})/.exec(text)?.[1] ?? ''
  const state = states[word]
  if (!reference || !state || !receive) return true
  return receive({ message: { reference }, state, ...(state === 'failed' ? { detail: word } : {}) })
}
