import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { misused } from '../errors.ts'

export interface PamSettings {
  readonly url: string
  readonly key: string
  /** both: password and code in one field · code: the code alone. */
  readonly asks: 'both' | 'code'
  /** Another module or sshd has judged the first factor before this one is asked. */
  readonly vouched: boolean
  /** The least that counts: 2 is two kinds of factors. */
  readonly assurance: number
  /** Milliseconds. */
  readonly timeout: number
}

const known = new Set(['url', 'key', 'asks', 'vouched', 'assurance', 'timeout'])

/** Throws for a file that anybody but root and this user could have written (R10), and for what it does not know. */
export function readSettings(path: string): PamSettings {
  if (!path.startsWith('/')) throw misused('Say where the settings are: the whole path.')
  requireOurs(realpathSync(path))
  const given = JSON.parse(readFileSync(path, 'utf8')) as Partial<PamSettings>
  const unknown = Object.keys(given).filter((name) => !known.has(name))
  if (unknown.length > 0) throw misused(`${path}: unknown settings: ${unknown.join(', ')}.`)
  const { url, key, asks = 'both', vouched = false, assurance = 2, timeout = 5000 } = given
  const right =
    typeof url === 'string' &&
    typeof key === 'string' &&
    (asks === 'both' || asks === 'code') &&
    typeof vouched === 'boolean' &&
    [1, 2, 3].includes(assurance) &&
    Number.isInteger(timeout) &&
    timeout > 0
  if (!right) throw misused(`${path}: not the settings that they should be.`)
  return { url, key, asks, vouched, assurance, timeout }
}

const writableByOthers = 0o022
const readableByAll = 0o004
const sticky = 0o1000

/** The file and every folder above it: whoever may write in one of them may put another file there. */
function requireOurs(path: string): void {
  const own = process.geteuid?.()
  if ((statSync(path).mode & readableByAll) !== 0)
    throw misused(`${path} can be read by everybody: chmod 600.`)
  for (let at = path; ; at = dirname(at)) {
    const { uid, mode } = statSync(at)
    const shared = at !== path && (mode & sticky) !== 0
    if ((uid !== 0 && uid !== own) || ((mode & writableByOthers) !== 0 && !shared))
      throw misused(`${at} could have been written by others than root.`)
    if (at === dirname(at)) return
  }
}
