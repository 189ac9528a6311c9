/**
 * What the protocol keeps between two requests: codes, tokens, what is under way in a browser. Known by hashes only,
 * and sealed: whoever reads the database holds nothing that he could show us.
 */
export interface OidcRecordsTable {
  /** SHA-256 of kind and id, hex. */
  id: string
  kind: string
  payload: Uint8Array
  /** The admission that it hangs on; undefined for what is older than one. */
  grant_id: string | null
  /** SHA-256, hex: what other records name a browser's state by. */
  uid_hash: string | null
  /** SHA-256, hex: what somebody types for a device. */
  user_code_hash: string | null
  created_at: number
  expires_at: number
  /** Used up; kept until it expires, so that a second use is recognised. */
  consumed_at: number | null
  /** Approved or refused for good, which happens once. */
  settled_at: number | null
}

/** A pair that signs what we say. The private half is sealed; the public one is handed out to everybody. */
export interface OidcKeysTable {
  /** Thumbprint of the public key (RFC 7638). */
  id: string
  algorithm: string
  /** 1, 2, 3 … for each algorithm: of two nodes that make a successor, one is refused. */
  turn: number
  /** JWK, sealed. */
  private_key: Uint8Array
  created_at: number
  /** From here on it signs, if no younger one does. */
  signs_from: number
  /** From here on it is no longer handed out; null while a younger one has not taken its place. */
  retires_at: number | null
}

export interface OidcTables {
  oidc_records: OidcRecordsTable
  oidc_keys: OidcKeysTable
}
