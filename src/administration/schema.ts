export interface SetUpsTable {
  id: string
  token_hash: string
  /** Sealed: what the first administrator has entered so far. */
  draft: Uint8Array | null
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface ApprovalsTable {
  /** The act and its subject; one request at a time. */
  id: string
  requested_by: string
  reason: string
  created_at: number
  expires_at: number
}

export interface RetryKeysTable {
  /** Keyed hash of the caller and its key. */
  id: string
  /** Keyed hash of the whole request. */
  request: string
  /** Id of what was made. */
  made: string
  secret_shown: number
  expires_at: number
}

export interface AdministrationTables {
  set_ups: SetUpsTable
  approvals: ApprovalsTable
  retry_keys: RetryKeysTable
}
