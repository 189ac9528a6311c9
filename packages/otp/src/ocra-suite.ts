import type { Algorithm } from './algorithm.ts'
import { invalidOcraSuite } from './errors.ts'

/** What a question is written in: letters and digits, digits, or hexadecimal digits. RFC 6287 §6.3. */
export type OcraFormat = 'alphanumeric' | 'numeric' | 'hexadecimal'

/** Everything that a suite says: how a response is made, and of what. RFC 6287 §6. */
export interface OcraSuite {
  /** As it was written: it goes into each response. */
  readonly text: string
  readonly algorithm: Algorithm
  /** 4 to 10; 0 where the whole HMAC is the response, in hexadecimal. §5.2. */
  readonly digits: number
  readonly counter: boolean
  readonly question: { readonly format: OcraFormat; readonly length: number }
  /** The hash of the PIN; undefined where there is none. */
  readonly pin?: Algorithm
  /** Bytes of session information. */
  readonly session?: number
  /** Seconds of a time step. */
  readonly period?: number
}

const shape =
  /^OCRA-1:HOTP-(?<algorithm>SHA1|SHA256|SHA512)-(?<digits>0|[4-9]|10):(?<counter>C-)?Q(?:(?<format>[ANH])(?<length>\d{1,2}))?(?<pin>-P(?<hash>SHA1|SHA256|SHA512)?)?(?<session>-S(?<bytes>\d{3})?)?(?<time>-T(?:(?<size>\d{1,2})(?<unit>[SMH]))?)?$/

/** Reads `OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1`. What is left out has the default of RFC 6287 §6.3: QN08, PSHA1, S064, T1M. */
export function parseOcraSuite(text: string): OcraSuite {
  const parts = shape.exec(text)?.groups
  if (!parts) throw invalidOcraSuite(text, 'it is not of the form OCRA-1:HOTP-SHA1-6:QN08')
  const { algorithm = '', digits, counter, format = 'N', length = '08', pin, hash = 'SHA1' } = parts
  const { session, bytes = '064', time, size = '1', unit = 'M' } = parts
  return {
    text,
    algorithm: algorithm as Algorithm,
    digits: Number(digits),
    counter: counter !== undefined,
    question: { format: formats[format as keyof typeof formats], length: questionLength(text, length) },
    ...(pin === undefined ? {} : { pin: hash as Algorithm }),
    ...(session === undefined ? {} : { session: sessionLength(text, bytes) }),
    ...(time === undefined ? {} : { period: stepLength(text, Number(size), unit as keyof typeof units) }),
  }
}

const formats = { A: 'alphanumeric', N: 'numeric', H: 'hexadecimal' } as const

function questionLength(suite: string, digits: string): number {
  const length = Number(digits)
  if (length < 4 || length > 64) throw invalidOcraSuite(suite, 'a question has 4 to 64 characters')
  return length
}

function sessionLength(suite: string, digits: string): number {
  const length = Number(digits)
  if (length < 1 || length > 512) throw invalidOcraSuite(suite, 'session information has 1 to 512 bytes')
  return length
}

const units = { S: { seconds: 1, most: 59 }, M: { seconds: 60, most: 59 }, H: { seconds: 3600, most: 48 } }

/** Erratum 3729: hours count from 1. */
function stepLength(suite: string, size: number, unit: keyof typeof units): number {
  const { seconds, most } = units[unit]
  if (size < 1 || size > most) throw invalidOcraSuite(suite, 'a step has 1 to 59 S or M, or 1 to 48 H')
  return size * seconds
}
