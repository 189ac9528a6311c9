import { statementFailed } from './statement.ts'

/** A new key as the TPM describes it: `TPMT_PUBLIC` (TPM 2.0 Library, part 2, §12.2.4). */
export interface TpmPublic {
  readonly nameAlgorithm: string
  /** It was made in this TPM and cannot leave it. */
  readonly isFixed: boolean
  readonly key:
    | { readonly type: 'rsa'; readonly n: Uint8Array; readonly exponent: number }
    | { readonly type: 'ec'; readonly curve: string; readonly x: Uint8Array; readonly y: Uint8Array }
}

/** What the TPM signs when it certifies a key: `TPMS_ATTEST` (§10.12.12). */
export interface TpmCertified {
  readonly extraData: Uint8Array
  /** Algorithm and hash of the `TPMT_PUBLIC` of the certified key. */
  readonly name: Uint8Array
}

const generatedValue = 0xff544347
const attestCertify = 0x8017
const none = 0x0010
const types = { rsa: 0x0001, ec: 0x0023 } as const
const hashes: Readonly<Record<number, string>> = { 11: 'sha256', 12: 'sha384', 13: 'sha512' }
const curves: Readonly<Record<number, string>> = { 3: 'P-256', 4: 'P-384', 5: 'P-521' }
/** fixedTPM, fixedParent, sensitiveDataOrigin (§8.3.3). */
const fixed = 0b110010

export function readTpmPublic(bytes: Uint8Array): TpmPublic {
  const reader = readerOf(bytes)
  const type = reader.number(2)
  const nameAlgorithm = hashes[reader.number(2)]
  const attributes = reader.number(4)
  reader.sized()
  if (!nameAlgorithm) throw statementFailed('names a key by a hash that is not taken')
  const key = type === types.rsa ? readRsa(reader) : type === types.ec ? readEc(reader) : undefined
  if (!key) throw statementFailed('is for a key of another kind')
  reader.end()
  return { nameAlgorithm, isFixed: (attributes & fixed) === fixed, key }
}

export function readTpmCertified(bytes: Uint8Array): TpmCertified {
  const reader = readerOf(bytes)
  if (reader.number(4) !== generatedValue) throw statementFailed('was not made by a TPM')
  if (reader.number(2) !== attestCertify) throw statementFailed('certifies something else than a key')
  reader.sized()
  const extraData = reader.sized()
  // Clock, its resets and restarts, whether it is safe, and the version of the firmware.
  reader.skip(17 + 8)
  const name = reader.sized()
  reader.sized()
  reader.end()
  return { extraData, name }
}

function readRsa(reader: Reader): TpmPublic['key'] {
  if (reader.number(2) !== none) throw statementFailed('is for a key that encrypts')
  readScheme(reader)
  reader.number(2)
  const exponent = reader.number(4)
  return { type: 'rsa', n: reader.sized(), exponent: exponent === 0 ? 65_537 : exponent }
}

function readEc(reader: Reader): TpmPublic['key'] {
  if (reader.number(2) !== none) throw statementFailed('is for a key that encrypts')
  readScheme(reader)
  const curve = curves[reader.number(2)]
  readScheme(reader)
  if (!curve) throw statementFailed('is for a key on a strange curve')
  return { type: 'ec', curve, x: reader.sized(), y: reader.sized() }
}

/** A scheme has a hash beside it, unless it is none. */
function readScheme(reader: Reader): void {
  if (reader.number(2) !== none) reader.number(2)
}

interface Reader {
  number(size: number): number
  sized(): Uint8Array
  skip(count: number): void
  end(): void
}

function readerOf(bytes: Uint8Array): Reader {
  let offset = 0
  function take(count: number): Uint8Array {
    if (offset + count > bytes.length) throw statementFailed('has a TPM structure that ends too early')
    offset += count
    return bytes.subarray(offset - count, offset)
  }
  const number = (size: number) => take(size).reduce((sum, byte) => sum * 256 + byte, 0)
  return {
    number,
    sized: () => take(number(2)),
    skip: (count) => void take(count),
    end() {
      if (offset !== bytes.length) throw statementFailed('has a TPM structure with bytes left over')
    },
  }
}
