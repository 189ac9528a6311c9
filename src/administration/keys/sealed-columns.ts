import type { Place } from '../../kernel/secret-box.ts'

/** A column whose values are sealed, and the columns that tell the place each value is sealed for (R17). */
export interface SealedColumn {
  readonly table: string
  readonly column: string
  readonly account?: string
  readonly factor?: string
  /** What bookings of the row are locked by. */
  readonly locks: readonly string[]
}

/** All of them: a rotation finds them here, and a test holds the list against the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'authenticators',
    column: 'data',
    account: 'account_id',
    factor: 'factor',
    locks: ['account_id', 'id'],
  },
  {
    table: 'authenticators',
    column: 'pending',
    account: 'account_id',
    factor: 'factor',
    locks: ['account_id', 'id'],
  },
  { table: 'challenges', column: 'expected', factor: 'factor', locks: ['account_id', 'attempt_id'] },
  { table: 'challenges', column: 'answer', factor: 'factor', locks: ['account_id', 'attempt_id'] },
  { table: 'oidc_keys', column: 'private_key', locks: ['id'] },
  { table: 'oidc_records', column: 'payload', locks: ['id'] },
  { table: 'door_secrets', column: 'sealed', locks: ['application_id'] },
  { table: 'outbox', column: 'body', account: 'account_id', locks: ['id'] },
  { table: 'presented_certificates', column: 'certificate', locks: ['browser_hash'] },
  { table: 'saml_keys', column: 'private_key', locks: ['id'] },
  { table: 'saml_requests', column: 'payload', locks: ['id'] },
  { table: 'set_ups', column: 'draft', locks: ['id'] },
  { table: 'streams', column: 'authorization', locks: ['id'] },
  { table: 'webhooks', column: 'previous_secret', locks: ['id'] },
  { table: 'webhooks', column: 'secret', locks: ['id'] },
]

export type SealedRow = Readonly<Record<string, unknown>> & { readonly id: string }

export function placeIn({ table, column, account, factor }: SealedColumn, row: SealedRow): Place {
  return {
    table,
    column,
    row: row.id,
    ...(account === undefined ? {} : { account: String(row[account] ?? '') }),
    ...(factor === undefined ? {} : { factor: String(row[factor] ?? '') }),
  }
}

export function locksOf({ locks }: SealedColumn, row: SealedRow): readonly string[] {
  return locks.flatMap((name) => (row[name] === null || row[name] === undefined ? [] : String(row[name])))
}
