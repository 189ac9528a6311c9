import type { Id } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import { notRecognised } from './errors.ts'
import type { Holder, RecognisedBrowser } from './schema.ts'
import { findByFamily, findById, type Kept } from './store.ts'
import { hashesOf } from './token.ts'

/**
 * unknown: nothing that counts for this account · recognised: it may stand in for a second factor · copied: the secret
 * was used up before, so two browsers hold what one was given.
 */
export type Recognition =
  | { readonly state: 'unknown' }
  | { readonly state: 'recognised'; readonly browser: RecognisedBrowser }
  | { readonly state: 'copied'; readonly id: Id<'remembered-browser'> }

/** Milliseconds for which the secrets before still count: for tabs that sign in side by side. */
const overlap = 60_000

/** So many of them: nobody opens more. */
const mostTabs = 20

const unknown: Recognition = { state: 'unknown' }

/** What was read of each browser that was recognised: whoever holds one cannot have made it. */
const rows = new WeakMap<RecognisedBrowser, Kept>()

/** The browser behind a token, for one account. Looked up anew each time, and for every account alike. */
export async function recognise(
  storage: Storage,
  token: string | undefined,
  holder: Holder | undefined,
): Promise<Recognition> {
  const hashes = hashesOf(token)
  if (!hashes) return unknown
  const at = storage.clock.now()
  const row = await findByFamily(storage, hashes.family, at)
  if (!row || !holder || !isTheirs(row, holder)) return unknown
  const secret = standingOfSecret(row, hashes.secret, at)
  if (secret === 'copied') return { state: 'copied', id: row.id }
  const browser = secret === 'fits' ? standing(row, holder, at) : undefined
  return browser ? { state: 'recognised', browser } : unknown
}

/** The browser on which a session stands, while it stands itself. */
export async function findStanding(
  storage: Storage,
  id: Id<'remembered-browser'>,
  holder: Holder,
): Promise<RecognisedBrowser | undefined> {
  const at = storage.clock.now()
  const row = await findById(storage, id, at)
  return row && isTheirs(row, holder) ? standing(row, holder, at) : undefined
}

/** What was read of it. Types vanish at run time; this does not. */
export function rowOf(browser: RecognisedBrowser): Kept {
  const row = rows.get(browser)
  if (!row) throw notRecognised()
  return row
}

/** Whether a browser is remembered for this very account, in this epoch. */
export function isRememberedFor(
  browser: RecognisedBrowser,
  subject: { readonly accountId: Id<'account'>; readonly epoch: number },
): boolean {
  const { accountId, epoch } = rowOf(browser)
  return accountId === subject.accountId && epoch === subject.epoch
}

function isTheirs(row: Kept, { id, epoch }: Holder): boolean {
  return row.accountId === id && row.epoch === epoch
}

/** Undefined where something that it was made with proves nothing any more, and where the clock was set back (G14). */
function standing(row: Kept, { active }: Holder, at: number): RecognisedBrowser | undefined {
  const age = at - row.shownAt
  if (age < 0 || !row.authenticators.every((id) => active.has(id))) return undefined
  const { id, accountId, epoch, shown } = row
  const browser = Object.freeze({ id, accountId, epoch, age, shown }) as RecognisedBrowser
  rows.set(browser, row)
  return browser
}

function standingOfSecret(
  { secrets, formerSecrets, rotatedAt }: Kept,
  secret: string,
  at: number,
): 'fits' | 'copied' | 'unclear' {
  if (secrets.includes(secret)) return 'fits'
  // A clock that was set back tells nothing (G14).
  if (at < rotatedAt) return 'unclear'
  if (!formerSecrets.includes(secret) || at - rotatedAt > overlap) return 'copied'
  return secrets.length < mostTabs ? 'fits' : 'unclear'
}
