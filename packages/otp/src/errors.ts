/** Every code an {@link OtpError} can carry. They never change meaning. */
export type OtpErrorCode =
  | 'algorithm.unsupported'
  | 'base32.invalid-character'
  | 'base32.invalid-length'
  | 'base32.trailing-bits'
  | 'codes.too-few'
  | 'counter.out-of-range'
  | 'digits.out-of-range'
  | 'key-uri.duplicate-parameter'
  | 'key-uri.invalid-encoding'
  | 'key-uri.invalid-image'
  | 'key-uri.invalid-label'
  | 'key-uri.invalid-parameter'
  | 'key-uri.issuer-mismatch'
  | 'key-uri.malformed'
  | 'key-uri.missing-parameter'
  | 'key-uri.too-long'
  | 'key-uri.unsupported-type'
  | 'label.control-character'
  | 'migration.incomplete'
  | 'migration.invalid-payload'
  | 'migration.malformed'
  | 'migration.too-long'
  | 'migration.unsupported-key'
  | 'ocra.invalid-input'
  | 'ocra.invalid-question'
  | 'ocra.invalid-suite'
  | 'ocra.missing-input'
  | 'ocra.unexpected-input'
  | 'period.out-of-range'
  | 'secret.too-long'
  | 'secret.too-short'
  | 'time.out-of-range'
  | 'window.out-of-range'

export type OtpErrorDetails = Readonly<Record<string, string | number>>

/** Input that this package refuses: a code for programs, a sentence for people, never the secret itself. */
export class OtpError extends Error {
  readonly code: OtpErrorCode
  readonly details: OtpErrorDetails

  constructor(code: OtpErrorCode, message: string, details: OtpErrorDetails = {}) {
    super(message)
    this.name = 'OtpError'
    this.code = code
    this.details = details
  }
}

export function unsupportedAlgorithm(algorithm: string): OtpError {
  return new OtpError(
    'algorithm.unsupported',
    `The algorithm ${quote(algorithm)} is not SHA1, SHA256 or SHA512.`,
    {
      algorithm: shorten(algorithm),
    },
  )
}

/** `position` counts from 1, as a person does who looks for the character. */
export function invalidBase32Character(character: string, position: number): OtpError {
  const message = `${quote(character)} at position ${position} is not Base32: only A to Z and 2 to 7 are (0, 1, 8 and 9 never).`
  return new OtpError('base32.invalid-character', message, { character, position })
}

export function invalidBase32Length(characters: number): OtpError {
  const message = `Base32 never has ${characters} characters: one is missing or one is too many.`
  return new OtpError('base32.invalid-length', message, { characters })
}

export function base32TrailingBits(): OtpError {
  return new OtpError(
    'base32.trailing-bits',
    'The last Base32 character has bits that belong to no byte: it is mistyped.',
  )
}

export function tooFewCodes(minimum: number, maximum: number): OtpError {
  const message = `Resynchronisation takes ${minimum} to ${maximum} codes that follow each other.`
  return new OtpError('codes.too-few', message, { minimum, maximum })
}

export function counterOutOfRange(): OtpError {
  return new OtpError(
    'counter.out-of-range',
    'A counter is a whole number from 0 to 2^64 - 1; above 2^53 - 1 it is a bigint.',
  )
}

export function digitsOutOfRange(minimum: number, maximum: number): OtpError {
  return new OtpError('digits.out-of-range', `A code has ${minimum} to ${maximum} digits.`, {
    minimum,
    maximum,
  })
}

export function periodOutOfRange(maximum: number): OtpError {
  const message = `A period is a whole number of seconds from 1 to ${maximum}.`
  return new OtpError('period.out-of-range', message, { maximum })
}

export function timeOutOfRange(): OtpError {
  return new OtpError(
    'time.out-of-range',
    'The time is milliseconds since 1970 and not before T0, which is whole seconds.',
  )
}

export function windowOutOfRange(name: string, minimum: number, maximum: number): OtpError {
  const message = `"${name}" is a whole number of steps from ${minimum} to ${maximum}.`
  return new OtpError('window.out-of-range', message, { name, minimum, maximum })
}

export function secretTooShort(bytes: number, minimum: number): OtpError {
  const message = `The secret has ${bytes * 8} bits; RFC 4226 asks for at least ${minimum * 8}.`
  return new OtpError('secret.too-short', message, { bytes, minimum })
}

export function secretTooLong(maximum: number): OtpError {
  return new OtpError('secret.too-long', `A secret has at most ${maximum} bytes.`, { maximum })
}

export function malformedKeyUri(): OtpError {
  return new OtpError('key-uri.malformed', 'A key URI looks like otpauth://totp/Issuer:account?secret=…')
}

export function keyUriTooLong(maximum: number): OtpError {
  return new OtpError('key-uri.too-long', `A key URI has at most ${maximum} characters.`, { maximum })
}

export function unsupportedKeyType(type: string): OtpError {
  const message = `The key type ${quote(type)} is not totp or hotp.`
  return new OtpError('key-uri.unsupported-type', message, { type: shorten(type) })
}

export function invalidUriEncoding(part: string): OtpError {
  return new OtpError('key-uri.invalid-encoding', `The percent-encoding of the ${part} is broken.`, { part })
}

export function controlCharacter(part: string): OtpError {
  return new OtpError('label.control-character', `The ${part} contains a control character.`, { part })
}

export function duplicateParameter(parameter: string): OtpError {
  const message = `The parameter ${quote(parameter)} stands twice in the key URI.`
  return new OtpError('key-uri.duplicate-parameter', message, { parameter: shorten(parameter) })
}

export function missingParameter(parameter: string): OtpError {
  return new OtpError('key-uri.missing-parameter', `The key URI has no "${parameter}".`, { parameter })
}

export function invalidParameter(parameter: string): OtpError {
  return new OtpError('key-uri.invalid-parameter', `The parameter "${parameter}" is not a whole number.`, {
    parameter,
  })
}

export function invalidLabel(reason: string): OtpError {
  return new OtpError('key-uri.invalid-label', reason)
}

export function issuerMismatch(label: string, parameter: string): OtpError {
  const message = `The key URI names two issuers: ${quote(label)} in the label, ${quote(parameter)} as parameter.`
  return new OtpError('key-uri.issuer-mismatch', message, {
    label: shorten(label),
    parameter: shorten(parameter),
  })
}

export function invalidImage(): OtpError {
  return new OtpError('key-uri.invalid-image', 'The image of a key URI is an https address.')
}

export function malformedMigrationLink(): OtpError {
  return new OtpError('migration.malformed', 'A migration link looks like otpauth-migration://offline?data=…')
}

export function migrationTooLong(what: string, maximum: number): OtpError {
  return new OtpError('migration.too-long', `A migration has at most ${maximum} ${what}.`, { what, maximum })
}

export function invalidMigrationPayload(reason: string): OtpError {
  return new OtpError(
    'migration.invalid-payload',
    `The payload of the migration link is damaged: ${reason}.`,
    { reason },
  )
}

export function unsupportedMigrationKey(reason: string): OtpError {
  return new OtpError('migration.unsupported-key', `A migration link cannot carry this key: ${reason}.`, {
    reason,
  })
}

export function incompleteMigration(have: number, want: number): OtpError {
  const message = `The migration is not whole: ${have} of ${want} links of one export are here.`
  return new OtpError('migration.incomplete', message, { have, want })
}

export function invalidOcraSuite(suite: string, reason: string): OtpError {
  const message = `The OCRA suite ${quote(suite)} cannot be used: ${reason}.`
  return new OtpError('ocra.invalid-suite', message, { suite: shorten(suite), reason })
}

export function invalidOcraQuestion(format: string, length: number): OtpError {
  const message = `A question of this suite is ${format} and has 1 to ${length} characters.`
  return new OtpError('ocra.invalid-question', message, { format, length })
}

export function missingOcraInput(input: string): OtpError {
  return new OtpError('ocra.missing-input', `The suite asks for "${input}".`, { input })
}

export function unexpectedOcraInput(input: string): OtpError {
  const message = `The suite has no place for "${input}": the response would not depend on it.`
  return new OtpError('ocra.unexpected-input', message, { input })
}

export function invalidOcraInput(input: string, bytes: number): OtpError {
  return new OtpError('ocra.invalid-input', `"${input}" does not fit: the suite has ${bytes} bytes for it.`, {
    input,
    bytes,
  })
}

function quote(text: string): string {
  return `“${shorten(text)}”`
}

/** Hostile input must neither flood a log nor start a line of its own there. */
function shorten(text: string): string {
  const short = text.length > 64 ? `${text.slice(0, 63)}…` : text
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`)
}
