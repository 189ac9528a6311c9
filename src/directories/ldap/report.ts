/** How one server answered. */
export interface ServerReport {
  readonly url: string
  readonly reachable: boolean
  /** Why not, in words. */
  readonly problem?: string
  /** Milliseconds until it knew who asks. */
  readonly took: number
}

/** What was found when a directory was looked at; nobody's data. */
export interface LdapReport {
  readonly servers: readonly ServerReport[]
  /** How many people and groups the first server that answers shows us; undefined where none does. */
  readonly people?: number
  readonly groups?: number
  /** What is odd about what it shows: people without an id or a name. */
  readonly problems: readonly string[]
}
