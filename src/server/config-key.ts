import { execFile } from 'node:child_process'
import { linkSync, lstatSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { migrations } from '../engine.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { errorCode } from '../kernel/error-code.ts'
import { SallyportError } from '../kernel/errors.ts'
import { flushFolder } from '../kernel/flush.ts'
import { createKeyFile, hasKeyFile, watchKeyFile } from '../kernel/key-file.ts'
import { type Keyring, parseKeyring } from '../kernel/keyring.ts'
import type { Random } from '../kernel/random.ts'
import { listMeta, openStorage } from '../storage/index.ts'
import type { Config } from './config.ts'
import type { Environment } from './config-environment.ts'
import { isUrl } from './config-layers.ts'

export interface KeyOptions {
  readonly busyTimeout: number
  readonly random: Random
  readonly clock?: Clock
  readonly env?: Environment
  readonly migrate?: boolean
}

export interface FoundKeys {
  readonly keys: Keyring
  readonly created: boolean
}

/** The keys that the configuration names; a new one only where no key has ever sealed anything. */
export async function keysFor(config: Config, options: KeyOptions): Promise<FoundKeys> {
  const { key } = config
  if (key.from === 'env')
    return { keys: keysOfVariable(key.variable, options.env ?? process.env), created: false }
  if (key.from === 'command') return { keys: await keysOfCommand(key.command), created: false }
  if (hasKeyFile(key.file)) return { keys: readKeys(key.file), created: false }
  if (await isSealedDatabase(config, options)) throw keyMissing(key.file)
  return createKeys(key.file, options.random)
}

function readKeys(file: string): Keyring {
  try {
    return watchKeyFile(file)
  } catch (error) {
    throw error instanceof SallyportError ? error : keyUnreadable(file, error)
  }
}

/** Whether a key ever sealed something there: then a new one would lock its owner out for good. */
async function isSealedDatabase(config: Config, options: KeyOptions): Promise<boolean> {
  if (!isUrl(config.database) && isAbsent(config.database)) return false
  const storage = await openStorage({
    database: config.database,
    clock: options.clock ?? systemClock,
    random: options.random,
    migrations,
    busyTimeout: options.busyTimeout,
    ...(options.migrate === undefined ? {} : { migrate: options.migrate }),
  })
  try {
    return (await listMeta(storage, 'key-check:')).size > 0
  } finally {
    await storage.close()
  }
}

function isAbsent(file: string): boolean {
  return (lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0
}

/** Complete before it has its name, so that a second process that starts now reads all of it or none. */
function createKeys(file: string, random: Random): FoundKeys {
  const draft = `${file}.${process.pid}.new`
  try {
    rmSync(draft, { force: true })
    createKeyFile(draft, random)
    linkSync(draft, file)
    flushFolder(dirname(file))
    return { keys: readKeys(file), created: true }
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return { keys: readKeys(file), created: false }
    throw keyUnwritable(file, error)
  } finally {
    rmSync(draft, { force: true })
  }
}

function keysOfVariable(variable: string, env: Environment): Keyring {
  const text = env[variable]
  if (!text) throw keyNotGiven(`The environment variable ${variable} is empty.`)
  return parseKeyring(text.replaceAll(',', '\n'))
}

const commandLimits = { timeout: 10_000, maxBuffer: 65_536 }

async function keysOfCommand(command: readonly string[]): Promise<Keyring> {
  const [program = '', ...words] = command
  const printed = await promisify(execFile)(program, words, commandLimits).catch((error: unknown) => {
    throw keyNotGiven(`The key command ${program} failed.`, error)
  })
  return parseKeyring(printed.stdout)
}

function keyMissing(file: string) {
  return new SallyportError(
    'invalid',
    'key.missing',
    `The key file ${file} is missing, and the database was sealed with it. Put back the copy that you kept elsewhere; nothing was changed.`,
  )
}

function keyUnreadable(file: string, cause: unknown) {
  const message = `The key file ${file} cannot be read. Run this as the user that owns it.`
  return new SallyportError('forbidden', 'key.unreadable', message, { cause })
}

function keyUnwritable(file: string, cause: unknown) {
  const message = `The key file ${file} cannot be made. Make its folder writable for the user that runs the service.`
  return new SallyportError('unavailable', 'key.unwritable', message, { cause })
}

function keyNotGiven(reason: string, cause?: unknown) {
  const message = `${reason} It must give the key, as "sallyport-key-1:…".`
  return new SallyportError('invalid', 'key.not-given', message, { cause })
}
