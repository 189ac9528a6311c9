import { readFileSync } from 'node:fs'
import { isLoopback } from '../../kernel/loopback.ts'
import { withoutEndSlashes } from '../../kernel/slashes.ts'
import { fileUnreadable, usage } from '../errors.ts'
import { keyMalformed, keyMissing, urlUnusable } from './errors.ts'

/** Where an installation is reached, and the key that opens it. */
export interface Remote {
  /** Ends with a slash. */
  readonly api: URL
  readonly key: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The installation that the environment names; undefined where it names none. The key is never an argument, which
 * every user of a machine may read.
 */
export function remoteOf(env: Environment): Remote | undefined {
  const { SALLYPORT_URL: url } = env
  if (!url) return undefined
  if (env.SUDO_UID !== undefined) throw usage('Under sudo SALLYPORT_URL is not read. Run this as yourself.')
  return { api: apiOf(url), key: keyOf(env) }
}

function apiOf(text: string): URL {
  const base = URL.parse(text)
  if (!base || base.username || base.password || base.search || base.hash) throw urlUnusable()
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLoopback(base.hostname)))
    throw urlUnusable()
  return new URL(`${withoutEndSlashes(base.href)}/api/v1/`)
}

function keyOf(env: Environment): string {
  const { SALLYPORT_API_KEY: own, SALLYPORT_API_KEY_FILE: file } = env
  const key = (own || (file ? readKey(file) : '')).trim()
  if (key === '') throw keyMissing()
  // What a header cannot carry would be told in an error of the platform, with its value.
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw keyMalformed()
  return key
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw fileUnreadable(file, cause)
  }
}
