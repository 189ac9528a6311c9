import { readAlgorithm } from './algorithm.ts'
import { encodeBase32 } from './base32.ts'
import {
  duplicateParameter,
  invalidImage,
  invalidLabel,
  invalidParameter,
  invalidUriEncoding,
  issuerMismatch,
  keyUriTooLong,
  malformedKeyUri,
  missingParameter,
  unsupportedKeyType,
} from './errors.ts'
import { checkDigits } from './internal/code-key.ts'
import { checkText, parseLabel } from './internal/label.ts'
import { checkCounter } from './internal/ranges.ts'
import { checkPeriod } from './internal/steps.ts'
import type { Key, KeyInput } from './key.ts'
import { readSecret, type SecretOptions } from './secret.ts'

/** A key and the picture that some apps show beside it: an https address. */
export type KeyUri = Key & { readonly image?: string | undefined }

/** A key to write, with or without a picture. */
export type KeyUriInput = KeyInput & { readonly image?: string | undefined }

export interface ParseKeyUriOptions extends SecretOptions {
  /** Takes the parameter's issuer where the label names another one, instead of refusing. */
  readonly allowIssuerMismatch?: boolean
}

/** Room for a long image address; QR codes end earlier. */
const MAX_URI_LENGTH = 4096

/**
 * The `otpauth:` text behind a QR code. Algorithm, digits and period are always written, since apps differ in
 * their defaults; spaces are `%20`, since apps differ in reading `+`. The issuer stands in the label and as a
 * parameter, as Google, Apple and Microsoft ask.
 */
export function formatKeyUri(key: KeyUriInput, options: SecretOptions = {}): string {
  const issuer = key.issuer?.trim()
  const label = formatLabel(issuer, key.account.trim())
  const parameters = [
    ['secret', encodeBase32(readSecret(key.secret, options))],
    ...(issuer ? [['issuer', issuer]] : []),
    ['algorithm', readAlgorithm(key.algorithm ?? 'SHA1')],
    ['digits', String(checkDigits(key.digits ?? 6))],
    key.type === 'totp'
      ? ['period', String(checkPeriod(key.period ?? 30))]
      : ['counter', String(checkCounter(key.counter))],
    ...(key.image === undefined ? [] : [['image', checkImage(key.image)]]),
  ]
  const query = parameters.map(([name, value = '']) => `${name}=${percentEncode(value)}`).join('&')
  const uri = `otpauth://${key.type}/${label}?${query}`
  if (uri.length > MAX_URI_LENGTH) throw keyUriTooLong(MAX_URI_LENGTH)
  return uri
}

/** Reads an `otpauth:` text of any origin. Unknown parameters are passed over; what is wrong is refused by name. */
export function parseKeyUri(text: string, options: ParseKeyUriOptions = {}): KeyUri {
  if (text.length > MAX_URI_LENGTH) throw keyUriTooLong(MAX_URI_LENGTH)
  const parts = /^otpauth:\/\/([^/?#]*)\/([^?#]*)\?([^#]*)$/i.exec(text)
  if (!parts) throw malformedKeyUri()
  const [, type = '', rawLabel = '', query = ''] = parts
  const parameters = parseQuery(query)
  const label = parseLabel(percentDecode(rawLabel, 'label'))
  const image = parameters.get('image')
  const common = {
    issuer: chooseIssuer(label.issuer, parameters.get('issuer'), options),
    account: label.account,
    secret: readSecret(required(parameters, 'secret'), options),
    algorithm: readAlgorithm(parameters.get('algorithm') ?? 'SHA1'),
    digits: checkDigits(Number(wholeNumber(parameters, 'digits') ?? 6)),
    ...(image === undefined ? {} : { image: checkImage(image) }),
  }
  switch (type.toLowerCase()) {
    case 'totp':
      return { type: 'totp', ...common, period: checkPeriod(Number(wholeNumber(parameters, 'period') ?? 30)) }
    case 'hotp':
      required(parameters, 'counter')
      return { type: 'hotp', ...common, counter: checkCounter(wholeNumber(parameters, 'counter') ?? 0n) }
    default:
      throw unsupportedKeyType(type)
  }
}

function formatLabel(issuer: string | undefined, account: string): string {
  if (account === '') throw invalidLabel('A key URI names an account.')
  if (issuer?.includes(':')) throw invalidLabel('An issuer contains no colon: apps would cut it there.')
  if (!issuer && account.includes(':')) {
    throw invalidLabel(
      'An account without issuer contains no colon: apps would take what precedes it for the issuer.',
    )
  }
  checkText(account, 'label')
  checkText(issuer ?? '', 'issuer')
  return issuer ? `${percentEncode(issuer)}:${percentEncode(account)}` : percentEncode(account)
}

function chooseIssuer(
  inLabel: string | undefined,
  asParameter: string | undefined,
  options: ParseKeyUriOptions,
): string | undefined {
  const parameter = asParameter?.trim()
  if (!parameter) return inLabel
  checkText(parameter, 'issuer')
  if (inLabel !== undefined && inLabel !== parameter && !options.allowIssuerMismatch) {
    throw issuerMismatch(inLabel, parameter)
  }
  return parameter
}

function parseQuery(query: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const [rawName = '', ...rest] = pair.split('=')
    const name = percentDecode(rawName, 'parameters').toLowerCase()
    if (parameters.has(name)) throw duplicateParameter(name)
    // Writers of HTML forms send a space as a plus; a plus that is meant is %2B.
    parameters.set(name, percentDecode(rest.join('=').replaceAll('+', '%20'), 'parameters'))
  }
  return parameters
}

function required(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name)
  if (!value) throw missingParameter(name)
  return value
}

function wholeNumber(parameters: ReadonlyMap<string, string>, name: string): bigint | undefined {
  const text = parameters.get(name)
  if (text === undefined || text === '') return undefined
  if (!/^[0-9]{1,20}$/.test(text)) throw invalidParameter(name)
  return BigInt(text)
}

function checkImage(image: string): string {
  if (!/^https:\/\/[^\s\p{Cc}]+$/iu.test(image)) throw invalidImage()
  return image
}

/** Percent-encodes all but the unreserved characters of RFC 3986 §2.3. */
function percentEncode(text: string): string {
  if (!text.isWellFormed()) throw invalidUriEncoding('text')
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

function percentDecode(text: string, part: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalidUriEncoding(part)
  }
}
