import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { SallyportError } from './errors.ts'
import { formatKey, type Keyring, masterKey, parseKeyring } from './keyring.ts'
import type { Random } from './random.ts'

const keyBytes = 32

/** Reads the key file. Throws `key.exposed` where others than its owner may read it. */
export function readKeyFile(file: string): Keyring {
  const { mode } = statSync(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw keyExposed(file)
  return parseKeyring(readFileSync(file, 'utf8'))
}

/** Makes a key beside an empty database, mode 0600, on disk before it is used. Never overwrites one. */
export function createKeyFile(file: string, random: Random): Keyring {
  const key = masterKey(random.bytes(keyBytes))
  const text = `# The key of this Sallyport. Without it nothing that is sealed can be opened: keep a copy elsewhere.\n${formatKey(key)}\n`
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  chmodSync(file, 0o600)
  return parseKeyring(text)
}

export function hasKeyFile(file: string): boolean {
  return existsSync(file)
}

function keyExposed(file: string) {
  return new SallyportError(
    'invalid',
    'key.exposed',
    `The key file ${file} may be read by others. Run: chmod 600 ${file}`,
  )
}
