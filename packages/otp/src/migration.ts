import { type Algorithm, readAlgorithm } from './algorithm.ts'
import {
  incompleteMigration,
  invalidMigrationPayload,
  malformedMigrationLink,
  migrationTooLong,
  unsupportedMigrationKey,
} from './errors.ts'
import { checkText, parseLabel } from './internal/label.ts'
import { type Field, readFields, writeFields } from './internal/protobuf.ts'
import { checkCounter } from './internal/ranges.ts'
import type { Key, KeyInput } from './key.ts'
import { readSecret, type SecretOptions } from './secret.ts'

/** One link of an export. Large exports come in several links: `index` of `size`, with the same `id`. */
export interface MigrationBatch {
  readonly keys: readonly Key[]
  readonly id: number
  readonly index: number
  readonly size: number
}

export interface FormatMigrationOptions extends SecretOptions {
  /** Keys in one link. Default 10, what Google Authenticator puts in one QR code. */
  readonly keysPerLink?: number
  /** Ties the links of one export together; random when left out. */
  readonly id?: number
}

/** A QR code holds less than 3 kB; exports of other software are given some room. */
const MAX_LINK_LENGTH = 16_384
const MAX_KEYS = 100
const MAX_LINKS = 100

// Fields and values of the message, as the app's own schema numbers them.
const payloadField = { key: 1, version: 2, batchSize: 3, batchIndex: 4, batchId: 5 }
const keyField = { secret: 1, name: 2, issuer: 3, algorithm: 4, digits: 5, type: 6, counter: 7 }
const algorithms: readonly (Algorithm | undefined)[] = ['SHA1', 'SHA1', 'SHA256', 'SHA512']
const digitCounts: readonly (number | undefined)[] = [6, 6, 8]
const types: readonly (Key['type'] | undefined)[] = ['totp', 'hotp', 'totp']

/** Reads one `otpauth-migration:` link, as Google Authenticator's "Export accounts" shows it. */
export function parseMigrationLink(link: string, options: SecretOptions = {}): MigrationBatch {
  if (link.length > MAX_LINK_LENGTH) throw migrationTooLong('characters', MAX_LINK_LENGTH)
  const data = /^otpauth-migration:\/\/offline\/?\?(?:[^#]*&)?data=([^&#]+)/i.exec(link)?.[1]
  if (data === undefined) throw malformedMigrationLink()
  const fields = readFields(decodeBase64(data))
  const messages = fields.filter((field) => field.number === payloadField.key)
  if (messages.length > MAX_KEYS) throw migrationTooLong('keys', MAX_KEYS)
  return {
    keys: messages.map(({ value }) => readKey(value, options)),
    id: readInt32(fields, payloadField.batchId),
    index: readInt32(fields, payloadField.batchIndex),
    size: Math.max(1, readInt32(fields, payloadField.batchSize)),
  }
}

/** All keys of an export, from its links in any order; refuses an export with a link missing, doubled or foreign. */
export function parseMigrationLinks(links: readonly string[], options: SecretOptions = {}): Key[] {
  if (links.length > MAX_LINKS) throw migrationTooLong('links', MAX_LINKS)
  const batches = links.map((link) => parseMigrationLink(link, options)).sort((a, b) => a.index - b.index)
  const size = batches[0]?.size ?? 1
  const own = batches.filter(
    (batch, i) => batch.index === i && batch.size === size && batch.id === batches[0]?.id,
  )
  if (own.length !== size || batches.length !== size) throw incompleteMigration(own.length, size)
  return batches.flatMap((batch) => batch.keys)
}

/** Writes the links of an export. They carry 6 or 8 digits and 30-second steps only, so other keys are refused. */
export function formatMigrationLinks(
  keys: readonly KeyInput[],
  options: FormatMigrationOptions = {},
): string[] {
  const { keysPerLink = 10, id = randomBatchId() } = options
  if (!Number.isInteger(keysPerLink) || keysPerLink < 1 || keysPerLink > MAX_KEYS)
    throw migrationTooLong('keys in a link', MAX_KEYS)
  const size = Math.ceil(keys.length / keysPerLink)
  if (size > MAX_LINKS) throw migrationTooLong('links', MAX_LINKS)
  return Array.from({ length: size }, (_, index) => {
    const payload = writeFields([
      ...keys
        .slice(index * keysPerLink, (index + 1) * keysPerLink)
        .map((key) => ({ number: payloadField.key, value: writeKey(key, options) })),
      { number: payloadField.version, value: 1n },
      { number: payloadField.batchSize, value: BigInt(size) },
      { number: payloadField.batchIndex, value: BigInt(index) },
      { number: payloadField.batchId, value: BigInt(id) },
    ])
    return `otpauth-migration://offline?data=${encodeURIComponent(encodeBase64(payload))}`
  })
}

function readKey(message: Field['value'], options: SecretOptions): Key {
  if (typeof message === 'bigint') throw invalidMigrationPayload('a key is not a message')
  const fields = readFields(message)
  const issuer = readText(fields, keyField.issuer)
  const name = readText(fields, keyField.name)
  const label = issuer === '' || name.startsWith(`${issuer}:`) ? parseLabel(name) : { issuer, account: name }
  const common = {
    issuer: issuer === '' ? label.issuer : issuer,
    account: label.account,
    secret: readSecret(readBytes(fields, keyField.secret).slice(), options),
    algorithm: readChoice(fields, keyField.algorithm, algorithms, 'algorithm'),
    digits: readChoice(fields, keyField.digits, digitCounts, 'number of digits'),
  }
  return readChoice(fields, keyField.type, types, 'type') === 'totp'
    ? { type: 'totp', ...common, period: 30 }
    : { type: 'hotp', ...common, counter: readNumber(fields, keyField.counter) }
}

function writeKey(key: KeyInput, options: SecretOptions): Uint8Array {
  const { issuer = '', account, algorithm = 'SHA1', digits = 6 } = key
  if (digits !== 6 && digits !== 8) throw unsupportedMigrationKey('codes have 6 or 8 digits')
  if (key.type === 'totp' && (key.period ?? 30) !== 30) throw unsupportedMigrationKey('steps have 30 seconds')
  if (key.type === 'hotp' && key.counter >= 2n ** 63n)
    throw unsupportedMigrationKey('counters stay below 2^63')
  return writeFields([
    { number: keyField.secret, value: readSecret(key.secret, options) },
    { number: keyField.name, value: utf8(issuer ? `${issuer}:${account}` : account) },
    { number: keyField.issuer, value: utf8(issuer) },
    { number: keyField.algorithm, value: BigInt(algorithms.lastIndexOf(readAlgorithm(algorithm))) },
    { number: keyField.digits, value: BigInt(digitCounts.lastIndexOf(digits)) },
    { number: keyField.type, value: BigInt(types.lastIndexOf(key.type)) },
    { number: keyField.counter, value: key.type === 'hotp' ? checkCounter(key.counter) : 0n },
  ])
}

/** The last value of a field counts, as protobuf has it. */
function last(fields: readonly Field[], number: number): Field['value'] | undefined {
  return fields.findLast((field) => field.number === number)?.value
}

function readNumber(fields: readonly Field[], number: number): bigint {
  const value = last(fields, number) ?? 0n
  if (typeof value !== 'bigint') throw invalidMigrationPayload('a number is not a number')
  if (value >= 2n ** 63n) throw invalidMigrationPayload('a number is negative')
  return value
}

/** `int32` fields come as 64 bits when negative. */
function readInt32(fields: readonly Field[], number: number): number {
  const value = last(fields, number) ?? 0n
  if (typeof value !== 'bigint') throw invalidMigrationPayload('a number is not a number')
  return Number(BigInt.asIntN(32, value))
}

function readBytes(fields: readonly Field[], number: number): Uint8Array {
  const value = last(fields, number) ?? new Uint8Array()
  if (typeof value === 'bigint') throw invalidMigrationPayload('a text is a number')
  return value
}

function readText(fields: readonly Field[], number: number): string {
  const text = decodeUtf8(readBytes(fields, number))
  checkText(text, 'label')
  return text
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalidMigrationPayload('a text is not UTF-8')
  }
}

function readChoice<T>(
  fields: readonly Field[],
  number: number,
  choices: readonly (T | undefined)[],
  what: string,
): T {
  const choice = choices[Number(readNumber(fields, number))]
  if (choice === undefined) throw invalidMigrationPayload(`its ${what} is not known`)
  return choice
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** Percent-encoded or not, padded or not; a space is a plus that a form decoder has eaten. */
function decodeBase64(text: string): Uint8Array {
  try {
    const base64 = decodeURIComponent(text).replaceAll(' ', '+')
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    throw malformedMigrationLink()
  }
}

function randomBatchId(): number {
  const [id = 0] = globalThis.crypto.getRandomValues(new Int32Array(1))
  return id & 0x7fffffff
}
