import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { SallyportError } from './errors.ts'
import { flushFolder } from './flush.ts'
import { formatKey, type Keyring, type MasterKey, masterKey, parseKeyring } from './keyring.ts'
import type { Random } from './random.ts'

const keyBytes = 32

/** Reads the key file. Throws `key.exposed` where others than its owner may read it. */
function readKeyFile(file: string): Keyring {
  const { mode } = statSync(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw keyExposed(file)
  return parseKeyring(readFileSync(file, 'utf8'))
}

/** Milliseconds between two looks at a key file while nothing unknown is asked for. */
const lookEvery = 1_000

/**
 * The keys of a file that a rotation changes while we run. It is read anew when it has changed: at most a second
 * later, and at once when a key is asked for that was not in it. A file that cannot be read then changes nothing.
 */
export function watchKeyFile(file: string): Keyring {
  let keys = readKeyFile(file)
  let stamp = stampOf(file)
  let lookedAt = performance.now()

  function look(): Keyring {
    lookedAt = performance.now()
    try {
      const now = stampOf(file)
      if (now === stamp) return keys
      keys = readKeyFile(file)
      stamp = now
    } catch {
      // half-way through a change, or taken away: the keys that we have still open everything that they sealed
    }
    return keys
  }
  const current = () => (performance.now() - lookedAt > lookEvery ? look() : keys)

  return {
    get active() {
      return current().active
    },
    get all() {
      return current().all
    },
    find: (id) => keys.find(id) ?? look().find(id),
    refresh: look,
  }
}

function stampOf(file: string): string {
  const { mtimeMs, ino, size } = statSync(file)
  return `${mtimeMs} ${ino} ${size}`
}

/** Makes a key beside an empty database, mode 0600, on disk before it is used. Never overwrites one. */
export function createKeyFile(file: string, random: Random): Keyring {
  const text = textOf([newKey(random)])
  writeDurably(file, text)
  return parseKeyring(text)
}

/** Puts these keys into the file, the active one first: all of them, or what was there before. */
export function replaceKeyFile(file: string, keys: readonly MasterKey[]): void {
  const draft = `${file}.${process.pid}.new`
  rmSync(draft, { force: true })
  writeDurably(draft, textOf(keys))
  renameSync(draft, file)
  flushFolder(dirname(file))
}

export function newKey(random: Random): MasterKey {
  return masterKey(random.bytes(keyBytes))
}

const heading = [
  '# The key of this Sallyport. Without it nothing that is sealed can be opened: keep a copy elsewhere.',
  '# The first key seals. Those below it still open what they have sealed.',
]

function textOf(keys: readonly MasterKey[]): string {
  return `${[...heading, ...keys.map(formatKey)].join('\n')}\n`
}

/** A new file of mode 0600. */
function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  chmodSync(file, 0o600)
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
