import type { Id } from '../kernel/ids.ts'
import {
  listNames,
  readJson,
  type Statement,
  type Storage,
  toStatement,
  writeJson,
} from '../storage/index.ts'
import type {
  RememberedBrowser,
  RememberedBrowsersTable,
  RememberedTables,
  Secrets,
  ShownFactor,
} from './schema.ts'

/** A row, with what tells its secrets apart. */
export type Kept = RememberedBrowser & Secrets

export async function findByFamily(storage: Storage, family: string, at: number): Promise<Kept | undefined> {
  const row = await living(storage, at).where('family_hash', '=', family).executeTakeFirst()
  return row && toKept(row)
}

export async function findById(
  storage: Storage,
  id: Id<'remembered-browser'>,
  at: number,
): Promise<Kept | undefined> {
  const row = await living(storage, at).where('id', '=', id).executeTakeFirst()
  return row && toKept(row)
}

/** Those of an account in its epoch, the last used first. */
export async function browsersInEpoch(
  storage: Storage,
  account: { readonly id: Id<'account'>; readonly epoch: number },
  at: number,
): Promise<readonly Kept[]> {
  const rows = await living(storage, at)
    .where('account_id', '=', account.id)
    .where('epoch', '=', account.epoch)
    .orderBy('last_used_at', 'desc')
    .limit(200)
    .execute()
  return rows.map(toKept)
}

export function insertBrowser(storage: Storage, browser: Kept, family: string): Statement {
  return toStatement(
    table(storage)
      .insertInto('remembered_browsers')
      .values({
        id: browser.id,
        account_id: browser.accountId,
        epoch: browser.epoch,
        family_hash: family,
        secrets: writeJson(browser.secrets),
        former_secrets: writeJson(browser.formerSecrets),
        rotated_at: browser.rotatedAt,
        shown: writeJson(browser.shown),
        shown_at: browser.shownAt,
        authenticators: writeJson(browser.authenticators),
        version: browser.version,
        last_used_at: browser.lastUsedAt,
        expires_at: browser.expiresAt,
        source: browser.source ?? null,
        user_agent: browser.userAgent ?? null,
      }),
    1,
  )
}

/** Other secrets from here on; refused where somebody was faster. */
export function rotateBrowser(
  storage: Storage,
  { id, version }: Pick<Kept, 'id' | 'version'>,
  next: Omit<Secrets, 'version'>,
  at: number,
): Statement {
  return toStatement(
    table(storage)
      .updateTable('remembered_browsers')
      .set({
        secrets: writeJson(next.secrets),
        former_secrets: writeJson(next.formerSecrets),
        rotated_at: next.rotatedAt,
        last_used_at: at,
        version: version + 1,
      })
      .where('id', '=', id)
      .where('version', '=', version),
    1,
  )
}

/** Of one account; expects it, so that an id of somebody else is refused. */
export function deleteBrowser(
  storage: Storage,
  id: Id<'remembered-browser'>,
  accountId: Id<'account'>,
): Statement {
  return toStatement(
    table(storage).deleteFrom('remembered_browsers').where('id', '=', id).where('account_id', '=', accountId),
    1,
  )
}

export function deleteBrowsersOf(storage: Storage, accountId: Id<'account'>): Statement {
  return toStatement(table(storage).deleteFrom('remembered_browsers').where('account_id', '=', accountId))
}

/** Those that were made with one authenticator. Ids hold no wildcard. */
export function deleteBrowsersMadeWith(
  storage: Storage,
  accountId: Id<'account'>,
  authenticatorId: Id<'authenticator'>,
): Statement {
  return toStatement(
    table(storage)
      .deleteFrom('remembered_browsers')
      .where('account_id', '=', accountId)
      .where(listNames('authenticators', authenticatorId)),
  )
}

export function sweepBrowsers(storage: Storage, at: number): Statement {
  return toStatement(table(storage).deleteFrom('remembered_browsers').where('expires_at', '<=', at))
}

function table(storage: Storage) {
  return storage.tables<RememberedTables>()
}

function living(storage: Storage, at: number) {
  return table(storage).selectFrom('remembered_browsers').selectAll().where('expires_at', '>', at)
}

function toKept(row: RememberedBrowsersTable): Kept {
  return {
    id: row.id as Id<'remembered-browser'>,
    accountId: row.account_id as Id<'account'>,
    epoch: Number(row.epoch),
    secrets: readJson<string[]>(row.secrets),
    formerSecrets: readJson<string[]>(row.former_secrets),
    rotatedAt: Number(row.rotated_at),
    shown: readJson<ShownFactor[]>(row.shown),
    shownAt: Number(row.shown_at),
    authenticators: readJson<string[]>(row.authenticators),
    version: Number(row.version),
    lastUsedAt: Number(row.last_used_at),
    expiresAt: Number(row.expires_at),
    source: row.source ?? undefined,
    userAgent: row.user_agent ?? undefined,
  }
}
