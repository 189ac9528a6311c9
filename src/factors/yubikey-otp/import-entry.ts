import type { PoolEntry } from '../factor.ts'
import { type FileProblem, fileRefused } from './errors.ts'
import { aesKey, type OwnKey, privateId, publicId } from './schema.ts'

/** One key as it stands in a file, not yet looked at. */
export interface KeyLine {
  /** `line 3`. */
  readonly place: string
  readonly publicId: string
  readonly privateId: string
  readonly key: string
  readonly serial?: string
}

/** Looks at each line; throws `yubikey-otp.file-refused` with all that is wrong, and quotes nothing. */
export function poolEntries(lines: readonly KeyLine[]): readonly PoolEntry<OwnKey>[] {
  const keys = lines.map(readKey)
  const seen = new Set<string>()
  const problems = keys.flatMap((read, index): FileProblem[] => {
    const place = lines[index]?.place ?? ''
    if (typeof read === 'string') return [{ place, reason: read }]
    const doubled = seen.has(read.publicId)
    seen.add(read.publicId)
    return doubled ? [{ place, reason: 'a key with this public id stands above' }] : []
  })
  if (lines.length === 0)
    problems.push({ place: 'file', reason: 'there is no key of the Yubico OTP kind in it' })
  if (problems.length > 0) throw fileRefused(problems)
  return keys.flatMap((read) => (typeof read === 'string' ? [] : [entryOf(read)]))
}

function entryOf(key: OwnKey): PoolEntry<OwnKey> {
  return { handle: key.publicId, label: `YubiKey ${key.serial ?? key.publicId}`, data: key }
}

/** The key, or what is wrong with the line. */
function readKey(line: KeyLine): OwnKey | string {
  const read = {
    judge: 'own',
    publicId: line.publicId.trim().toLowerCase(),
    privateId: line.privateId.trim().toLowerCase(),
    key: line.key.trim().toLowerCase(),
  } as const
  if (!publicId.safeParse(read.publicId).success) return 'the public id is not one to sixteen bytes of modhex'
  if (!privateId.safeParse(read.privateId).success) return 'the private id is not six bytes of hex'
  if (!aesKey.safeParse(read.key).success) return 'the AES key is not sixteen bytes of hex'
  if (/^(..)\1*$/.test(read.key)) return 'the AES key is one byte over and over'
  const serial = line.serial?.trim()
  if (!serial) return read
  return /^\d{1,20}$/.test(serial) ? { ...read, serial } : 'the serial number is not a number'
}
