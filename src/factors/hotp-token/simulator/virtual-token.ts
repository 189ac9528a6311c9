import {
  createHotpVerifier,
  createOcra,
  createTotpVerifier,
  type OcraSuite,
  parseOcraSuite,
} from '@sallyport/otp'
import { z } from 'zod'
import type { Random } from '../../../kernel/random.ts'

/** What is inside a token: what its maker put there, and how far it has counted. */
export const tokenMake = z.strictObject({
  serial: z.string().min(1),
  /** It has a button, a clock, or keys to type a question. */
  kind: z.enum(['event', 'time', 'challenge']),
  secret: z.base64(),
  algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']),
  digits: z.int().min(6).max(10),
  /** Seconds; of tokens with a clock. */
  period: z.int().min(1),
  /** Of tokens that answer questions (RFC 6287 §6). */
  suite: z.string().optional(),
  /** What it counts from at the next press. */
  counter: z.int().min(0),
})
export type TokenMake = z.infer<typeof tokenMake>

const usualSuite = 'OCRA-1:HOTP-SHA1-6:QN08'
const secretBytes = 20

/** A new token, as it leaves the factory. */
export function newToken(
  random: Random,
  given: Pick<TokenMake, 'serial' | 'kind'> & Partial<Pick<TokenMake, 'suite' | 'counter'>>,
): TokenMake {
  const { serial, kind, suite = usualSuite, counter = 0 } = given
  return {
    serial,
    kind,
    secret: Buffer.from(random.bytes(secretBytes)).toString('base64'),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    ...(kind === 'challenge' ? { suite } : {}),
    counter,
  }
}

/** A token in somebody's hand. It keeps count of its own button. */
export interface VirtualToken {
  readonly serial: string
  readonly kind: TokenMake['kind']
  /** What it counts from at the next press. */
  readonly counter: number
  /** The code that it shows; one with a button shows another one each time. */
  press(at: number): string
  /** The response to a question; one with a counter gives another one each time. */
  respond(question: string, at: number, pin?: string): string
}

export function virtualToken(make: TokenMake): VirtualToken {
  const secret = Buffer.from(make.secret, 'base64')
  let counter = make.counter
  return {
    serial: make.serial,
    kind: make.kind,
    get counter() {
      return counter
    },
    press(at) {
      if (make.kind === 'challenge') throw new TypeError('this token answers questions')
      if (make.kind === 'time') return createTotpVerifier(secret, make).code(at)
      return createHotpVerifier(secret, make).code(counter++)
    },
    respond(question, at, pin) {
      const suite = suiteOf(make)
      return createOcra(secret, suite).response({
        question,
        ...(suite.counter ? { counter: counter++ } : {}),
        ...(suite.period === undefined ? {} : { at }),
        ...(pin === undefined ? {} : { pin }),
      })
    },
  }
}

function suiteOf({ suite }: TokenMake): OcraSuite {
  if (suite === undefined) throw new TypeError('this token answers no questions')
  return parseOcraSuite(suite)
}
