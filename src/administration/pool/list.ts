import { openPooled, type Pooled } from '../../authenticators/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'

export interface TokenQuery {
  readonly factor: string
  /** How the serial number begins. */
  readonly begins?: string | undefined
  /** The `next` of the page before. */
  readonly after?: string | undefined
  /** At most 200. */
  readonly limit?: number | undefined
}

/** A token that belongs to nobody yet. Never a secret. */
export interface TokenView {
  readonly id: Id<'authenticator'>
  readonly factor: string
  readonly handle: string
  readonly label: string
  readonly status: string
  readonly createdAt: number
  readonly expiresAt?: number
  readonly reservedFor?: { readonly id: Id<'account'>; readonly name: string }
  readonly describe: Readonly<Record<string, string | number | boolean>>
  /** Changes with the row; for `If-Match`. */
  readonly etag: string
}

export interface TokenPage {
  readonly items: readonly TokenView[]
  /** Absent on the last page. */
  readonly next?: string
}

const longestPage = 200
const usualPage = 50
const looks = { role: 'help-desk', scope: 'accounts:read', changes: false } as const

/** One page of the pool, by serial number. */
export async function listTokens(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly query: TokenQuery },
): Promise<TokenPage> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  const { factor, begins = '', after, limit = usualPage } = input.query
  const size = Math.max(1, Math.min(limit, longestPage))
  const rows = await deps.authenticators.pool.page({ factor, begins, after, limit: size + 1 })
  const shown = rows.slice(0, size)
  const items = await Promise.all(shown.map((row) => tokenView(deps, row)))
  const last = shown.at(-1)
  return rows.length > size && last ? { items, next: last.handle } : { items }
}

async function tokenView(
  deps: Pick<AdministrationDeps, 'factors' | 'box' | 'accounts'>,
  { authenticator: row, handle, reservedFor }: Pooled,
): Promise<TokenView> {
  const factor = deps.factors.find(row.factor)
  const token = factor && openPooled(deps.box, factor, row, handle)
  const owner = reservedFor && (await deps.accounts.find(reservedFor))
  return {
    id: row.id,
    factor: row.factor,
    handle,
    label: row.label,
    status: row.status,
    createdAt: row.createdAt,
    ...(row.expiresAt === undefined ? {} : { expiresAt: row.expiresAt }),
    ...(owner ? { reservedFor: { id: owner.id, name: owner.name } } : {}),
    describe: (token && factor?.describe?.(token.data)) ?? {},
    etag: `"${row.id}.${row.version}"`,
  }
}
