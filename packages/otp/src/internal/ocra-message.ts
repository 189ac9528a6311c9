import { hashOf } from '../algorithm.ts'
import { invalidOcraInput, invalidOcraQuestion, missingOcraInput, unexpectedOcraInput } from '../errors.ts'
import type { OcraFormat, OcraSuite } from '../ocra-suite.ts'
import { digest } from './hmac.ts'

/** Both questions where each side asks one; `by` says whose response it is. RFC 6287 §7.2. */
export interface OcraQuestions {
  readonly client: string
  readonly server: string
  readonly by: 'client' | 'server'
}

/** What goes into a response besides its moving factors. What the suite does not name must be left out. */
export interface OcraInput {
  readonly question: string | OcraQuestions
  /** The PIN, or its hash where only that is known. */
  readonly pin?: string | Uint8Array
  readonly session?: Uint8Array
}

/** The message of a response, and where its moving factors stand; they are filled in for each try. RFC 6287 §5.1. */
export interface OcraMessage {
  readonly bytes: Uint8Array
  setCounter(counter: bigint): void
  setStep(step: number): void
}

const questionBytes = 128

/** Lays out suite, zero byte, C, Q, P, S and T. */
export function layOut(suite: OcraSuite, input: OcraInput): OcraMessage {
  const head = [...new TextEncoder().encode(suite.text), 0]
  const question = questionOf(suite, input.question)
  const tail = [...pinOf(suite, input.pin), ...sessionOf(suite, input.session)]
  const counterAt = head.length
  const questionAt = counterAt + (suite.counter ? 8 : 0)
  const tailAt = questionAt + questionBytes
  const stepAt = tailAt + tail.length

  const bytes = new Uint8Array(stepAt + (suite.period === undefined ? 0 : 8))
  const view = new DataView(bytes.buffer)
  bytes.set(head)
  bytes.set(question, questionAt)
  bytes.set(tail, tailAt)
  return {
    bytes,
    setCounter: (counter) => view.setBigUint64(counterAt, counter),
    setStep: (step) => view.setBigUint64(stepAt, BigInt(step)),
  }
}

/** The server's response starts with the client's question, and the other way round. */
function questionOf(suite: OcraSuite, question: string | OcraQuestions): Uint8Array {
  const { format } = suite.question
  if (typeof question === 'string') return encoders[format](checked(suite, question))
  const client = checked(suite, question.client)
  const server = checked(suite, question.server)
  return encoders[format](question.by === 'server' ? client + server : server + client)
}

const alphabets: Readonly<Record<OcraFormat, RegExp>> = {
  alphanumeric: /^[0-9A-Za-z]+$/,
  numeric: /^[0-9]+$/,
  hexadecimal: /^[0-9A-Fa-f]+$/,
}

function checked({ question: { format, length } }: OcraSuite, question: string): string {
  if (question.length > length || !alphabets[format].test(question)) throw invalidOcraQuestion(format, length)
  return question
}

const encoders: Readonly<Record<OcraFormat, (text: string) => Uint8Array>> = {
  alphanumeric: (text) => new TextEncoder().encode(text),
  numeric: (text) => hexBytes(BigInt(text).toString(16)),
  hexadecimal: hexBytes,
}

/** An odd digit at the end is the high half of its byte, as in the reference implementation of appendix A. */
function hexBytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(hex.length / 2))
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2).padEnd(2, '0'), 16)
  return bytes
}

function pinOf({ pin: algorithm }: OcraSuite, pin: string | Uint8Array | undefined): Uint8Array {
  if (algorithm === undefined) return absent('pin', pin)
  if (pin === undefined) throw missingOcraInput('pin')
  const hash = hashOf(algorithm)
  if (typeof pin === 'string') return digest(hash, new TextEncoder().encode(pin))
  if (pin.length !== hash.digestWords * 4) throw invalidOcraInput('pin', hash.digestWords * 4)
  return pin
}

/** Shorter information is filled up from the left, as in the reference implementation of appendix A. */
function sessionOf({ session: length }: OcraSuite, session: Uint8Array | undefined): Uint8Array {
  if (length === undefined) return absent('session', session)
  if (session === undefined) throw missingOcraInput('session')
  if (session.length > length) throw invalidOcraInput('session', length)
  const bytes = new Uint8Array(length)
  bytes.set(session, length - session.length)
  return bytes
}

function absent(name: string, value: unknown): Uint8Array {
  if (value !== undefined) throw unexpectedOcraInput(name)
  return new Uint8Array()
}
