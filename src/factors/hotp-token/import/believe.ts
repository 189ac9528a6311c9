import {
  MIN_SECRET_BYTES,
  type OcraSuite,
  OtpError,
  parseOcraSuite,
  readAlgorithm,
  trueClock,
} from '@sallyport/otp'
import type { PoolEntry } from '../../factor.ts'
import { guide } from '../guide.ts'
import { mostCounter } from '../mark.ts'
import { keepGivenPin, keepSuitePin, type PinHost } from '../pin.ts'
import { shortestQuestion } from '../question.ts'
import { longestSecret, type TokenData } from '../schema.ts'
import { canonicalSerial } from '../serial.ts'
import type { FoundToken } from './found-token.ts'
import type { Problem } from './problem.ts'
import type { Problems } from './problems.ts'

/** Makes pool entries of what a file tells, one after the other; what cannot be believed becomes a problem. */
export function believer(host: Pick<PinHost, 'mac'>, problems: Problems) {
  const handles = new Set<string>()
  const entries: PoolEntry<TokenData>[] = []
  return {
    entries,
    believe(found: FoundToken): void {
      const handle = canonicalSerial(found.serial)
      const problem = problemOf(found) ?? twice(handles, handle, found)
      if (problem) problems.add({ where: found.where, ...problem })
      else entries.push(entryOf(host, handle, found))
    },
  }
}

type Reason = Omit<Problem, 'where'>

function twice(handles: Set<string>, handle: string, { serial }: FoundToken): Reason | undefined {
  if (handles.has(handle))
    return { reason: `the serial number ${serial} stands there twice`, remedy: 'Keep one of them.' }
  handles.add(handle)
  return undefined
}

function problemOf(found: FoundToken): Reason | undefined {
  return (
    serialProblem(found) ??
    secretProblem(found) ??
    (found.kind === 'challenge' ? suiteProblem(found) : codeProblem(found))
  )
}

function serialProblem({ serial }: FoundToken): Reason | undefined {
  if (/^\d+[.,]\d+E\+\d+$/i.test(serial))
    return {
      reason: 'the serial number was rounded by a spreadsheet',
      remedy: 'Open the maker’s own file in a text editor.',
    }
  if (/^[\x20-\x7e]{1,64}$/.test(serial) && canonicalSerial(serial) !== '') return undefined
  return {
    reason: 'there is no serial number, or one that cannot be typed',
    remedy: 'Ask its maker for another file.',
  }
}

function secretProblem({ secret }: FoundToken): Reason | undefined {
  if (secret.length < MIN_SECRET_BYTES)
    return {
      reason: `its secret has ${secret.length * 8} bits, and ${MIN_SECRET_BYTES * 8} are needed`,
      remedy: 'Such a token can be guessed: it cannot be used.',
    }
  if (secret.length > longestSecret)
    return {
      reason: `its secret has more than ${longestSecret} bytes`,
      remedy: 'Check that the file is whole.',
    }
  return undefined
}

function codeProblem({
  digits = 6,
  period = 30,
  counter = 0n,
  algorithm = 'SHA1',
}: FoundToken): Reason | undefined {
  if (![6, 7, 8].includes(digits))
    return { reason: `its codes have ${digits} digits`, remedy: 'Tokens of 6, 7 and 8 digits can be used.' }
  if (!Number.isInteger(period) || period < 10 || period > 120)
    return {
      reason: `its codes change every ${period} seconds`,
      remedy: 'Tokens of 10 to 120 seconds can be used.',
    }
  if (counter < 0n || counter >= mostCounter)
    return { reason: 'its counter is out of range', remedy: 'Check that the file is whole.' }
  try {
    readAlgorithm(algorithm)
    return undefined
  } catch {
    return {
      reason: 'its algorithm is not SHA-1, SHA-256 or SHA-512',
      remedy: 'Such a token cannot be used.',
    }
  }
}

function suiteProblem({ suite: text = '', counter = 0n, pin }: FoundToken): Reason | undefined {
  try {
    const suite = parseOcraSuite(text)
    const reason = unusable(suite, pin)
    if (reason) return { reason, remedy: 'Such a token cannot be used.' }
    return counter < 0n || counter >= mostCounter
      ? { reason: 'its counter is out of range', remedy: 'Check that the file is whole.' }
      : undefined
  } catch (error) {
    if (!(error instanceof OtpError)) throw error
    return {
      reason: 'its OCRA suite is missing or unknown',
      remedy: 'It must be as RFC 6287 writes it: OCRA-1:HOTP-SHA1-6:QN08.',
    }
  }
}

/** What people cannot type, and what can be guessed. */
function unusable(suite: OcraSuite, pin: string | undefined): string | undefined {
  if (suite.digits < 6) return 'its responses are too short, or too long to type'
  if (suite.question.length < shortestQuestion)
    return `its questions have less than ${shortestQuestion} digits`
  if (suite.session !== undefined) return 'its suite asks for session information, which nobody can type'
  return pin !== undefined && !suite.pin ? 'it comes with a PIN that its suite has no place for' : undefined
}

function entryOf(host: Pick<PinHost, 'mac'>, handle: string, found: FoundToken): PoolEntry<TokenData> {
  const { expiresAt, counter, maker, model } = found
  return {
    handle,
    label: [maker, model].filter(Boolean).join(' ').slice(0, 64) || guide.name,
    data: dataOf(host, found),
    ...(found.kind === 'time' || counter === undefined ? {} : { counter }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}

function dataOf(host: Pick<PinHost, 'mac'>, found: FoundToken): TokenData {
  const device = deviceOf(found)
  const { pin, period = 30, suite = '' } = found
  if (found.kind === 'challenge') {
    const algorithm = parseOcraSuite(suite).pin
    const kept = algorithm && pin !== undefined ? { pin: keepSuitePin(algorithm, pin) } : {}
    return { kind: 'challenge', ...device, suite, ...kept }
  }
  const kept = pin === undefined ? {} : { pin: keepGivenPin(host, found.serial, pin) }
  const codes = {
    ...device,
    algorithm: readAlgorithm(found.algorithm ?? 'SHA1'),
    digits: digitsOf(found),
    ...kept,
  }
  return found.kind === 'event'
    ? { kind: 'event', ...codes }
    : { kind: 'time', ...codes, period, t0: 0, clock: trueClock }
}

function deviceOf({ serial, secret, maker, model, startsAt, batteryUntil }: FoundToken) {
  return {
    serial,
    secret: Buffer.from(secret).toString('base64'),
    ...(maker ? { maker: maker.slice(0, 64) } : {}),
    ...(model ? { model: model.slice(0, 64) } : {}),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(batteryUntil === undefined ? {} : { batteryUntil }),
  }
}

function digitsOf({ digits }: FoundToken): 6 | 7 | 8 {
  return digits === 7 || digits === 8 ? digits : 6
}
