/** A pair that signs what we say, and the certificate that carries its public half. */
export interface SamlKeysTable {
  /** SHA-256 of the certificate, hex. */
  id: string
  /** 1, 2, 3 …: of two nodes that make a successor, one is refused. */
  turn: number
  /** PKCS #8, sealed. */
  private_key: Uint8Array
  /** DER in Base64. */
  certificate: string
  created_at: number
  /** From here on it signs, if no younger one does. */
  signs_from: number
  /** From here on it is no longer told of; null while a younger one has not taken its place. */
  retires_at: number | null
}

/** What is under way in a browser between two requests; known by a hash only. */
export interface SamlRequestsTable {
  /** SHA-256 of the token in the address, hex. */
  id: string
  /** JSON, sealed. */
  payload: Uint8Array
  created_at: number
  expires_at: number
}

/** Requests that had their answer. */
export interface SamlAnsweredTable {
  /** SHA-256 of application and request, hex. */
  id: string
  expires_at: number
}

/** Under which name and number an application knows a session: what it says when somebody signs out there. */
export interface SamlSessionsTable {
  /** The admission that it hangs on. */
  id: string
  application_id: string
  session_index: string
  name_id: string
  name_id_format: string
  expires_at: number
}

/** Metadata that were fetched from where an administrator said. */
export interface SamlMetadataTable {
  application_id: string
  url: string
  metadata: string
  fetched_at: number
}

export interface SamlTables {
  saml_keys: SamlKeysTable
  saml_requests: SamlRequestsTable
  saml_answered: SamlAnsweredTable
  saml_sessions: SamlSessionsTable
  saml_metadata: SamlMetadataTable
}
