/**
 * What must be true of the answers that were seen, however they interleaved. It knows nothing of versions, lanes or
 * bookings: it counts.
 */
export interface Reference {
  /** Something accepted: by which authenticator, and what it spent (G1, G14). */
  accept(authenticator: string, spent: Spent): void
  /** What a round saw of one authenticator: refusals that cost a try, and whether its count may have ended (G2). */
  round(authenticator: string, refusals: number, ended: boolean): void
  /** A token that somebody was handed (G7). */
  hand(token: string): void
  /** Throws the invariant that the books break. */
  check(books: Books): void
}

export type Spent =
  | { readonly type: 'counter'; readonly counter: bigint }
  | { readonly type: 'element'; readonly element: string }

export interface Books {
  readonly authenticators: readonly {
    readonly id: string
    readonly counter: bigint
    readonly failures: number
  }[]
  readonly sessions: readonly { readonly tokenHash: string; readonly completion: string }[]
  readonly completions: readonly { readonly id: string; readonly attempt: string }[]
  hash(token: string): string
}

/** Failures beyond this are refused unjudged, and so are not counted (R7). */
const budget = 60

export function newReference(): Reference {
  const accepted = new Set<string>()
  const marks = new Map<string, bigint>()
  const refused = new Map<string, number>()
  const tokens = new Set<string>()

  return {
    accept(authenticator, spent) {
      const key = `${authenticator} ${spent.type === 'counter' ? spent.counter : spent.element}`
      if (accepted.has(key)) throw new Error(`G1: accepted twice: ${key}`)
      accepted.add(key)
      if (spent.type === 'counter') {
        const mark = marks.get(authenticator)
        if (mark === undefined || spent.counter > mark) marks.set(authenticator, spent.counter)
      }
    },

    round(authenticator, refusals, ended) {
      refused.set(authenticator, ended ? 0 : (refused.get(authenticator) ?? 0) + refusals)
    },

    hand(token) {
      if (tokens.has(token)) throw new Error('R3: one token was handed out twice')
      tokens.add(token)
    },

    check(books) {
      for (const row of books.authenticators) {
        const answered = Math.min(refused.get(row.id) ?? 0, budget)
        if (row.failures < answered)
          throw new Error(`G2: ${answered} refusals were answered, ${row.failures} are booked for ${row.id}`)
        if (row.counter < (marks.get(row.id) ?? 0n)) throw new Error(`G14: the mark of ${row.id} fell`)
      }
      const hashes = new Set(books.sessions.map((session) => session.tokenHash))
      for (const token of tokens)
        if (!hashes.has(books.hash(token))) throw new Error('G7: a session was handed out and is not there')
      const ids = new Set(books.completions.map(({ id }) => id))
      for (const { completion } of books.sessions)
        if (!ids.has(completion)) throw new Error('R3: a session hangs on no completion')
      const attempts = new Set(books.completions.map(({ attempt }) => attempt))
      if (attempts.size !== books.completions.length) throw new Error('R3: an attempt completed twice')
      const perCompletion = new Set(books.sessions.map(({ completion }) => completion))
      if (perCompletion.size !== books.sessions.length) throw new Error('F-02: a completion has two sessions')
    },
  }
}
