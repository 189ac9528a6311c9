import { equalBytes } from '../../kernel/tokens.ts'
import { counterOf } from './judge-own.ts'
import { type Fields, signatureOf } from './server-signature.ts'

/** What one server said, as far as it counts. `nothing` says why it does not. */
export type ServerAnswer =
  | { readonly says: 'right'; readonly counter: bigint }
  | { readonly says: 'wrong' | 'spent' }
  | { readonly says: 'nothing'; readonly because: string }

export interface Asked {
  readonly otp: string
  readonly nonce: string
  readonly secret: Uint8Array
}

/** Statuses that judge the OTP. All others say something of the server, of us, or of our question. */
const judgements: Readonly<Record<string, 'wrong' | 'spent'>> = { BAD_OTP: 'wrong', REPLAYED_OTP: 'spent' }

const otherStatuses = new Set([
  'BAD_SIGNATURE',
  'MISSING_PARAMETER',
  'NO_SUCH_CLIENT',
  'OPERATION_NOT_ALLOWED',
  'BACKEND_ERROR',
  'NOT_ENOUGH_ANSWERS',
  'REPLAYED_REQUEST',
])

/**
 * Reads an answer of the validation protocol 2.0. The signature first: before it fits nothing of the text is believed.
 * Then it must answer this very question, and not an older one.
 */
export function readAnswer(text: string, asked: Asked): ServerAnswer {
  const answer = fieldsOf(text)
  if (!answer) return nothing('malformed')
  const { h = '', ...fields } = answer
  if (!equalBytes(Buffer.from(h, 'base64'), signatureOf(fields, asked.secret)))
    return nothing('wrong-signature')
  const { status = '' } = fields
  if (otherStatuses.has(status)) return nothing(status)
  if (fields.nonce !== asked.nonce) return nothing('wrong-nonce')
  if (fields.otp !== asked.otp) return nothing('wrong-otp')
  const judged = judgements[status]
  if (judged) return { says: judged }
  if (status !== 'OK') return nothing('unknown-status')
  const counter = countersOf(fields)
  return counter === undefined ? nothing('no-counters') : { says: 'right', counter }
}

export function nothing(because: string): ServerAnswer {
  return { says: 'nothing', because }
}

/** `name=value`, one a line, no name twice. */
function fieldsOf(text: string): Fields | undefined {
  const fields = new Map<string, string>()
  for (const line of text.split(/\r?\n/).filter((one) => one !== '')) {
    const [, name, value] = /^([a-z]{1,20})=(.{0,200})$/.exec(line) ?? []
    if (name === undefined || value === undefined || fields.has(name)) return undefined
    fields.set(name, value)
  }
  return Object.fromEntries(fields)
}

/** What the servers found inside the OTP: they tell it because we asked for `timestamp`. */
function countersOf({ sessioncounter = '', sessionuse = '' }: Fields): bigint | undefined {
  const [powerUp, touch] = [sessioncounter, sessionuse].map((text) =>
    /^\d{1,5}$/.test(text) ? Number(text) : -1,
  )
  if (powerUp === undefined || touch === undefined || powerUp < 0 || touch < 0) return undefined
  return powerUp > 0x7fff || touch > 0xff ? undefined : counterOf(powerUp, touch)
}
