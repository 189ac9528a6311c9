/** A request as it came, for whoever checks its signature. */
export interface Posted {
  /** With scheme, host and query, as the gateway called it. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array
  /** Epoch milliseconds. */
  readonly at: number
}

/** What became of a message. Delivered and failed are the end; `underway` says only that it goes on. */
export interface Receipt {
  /** Our id of the message, or the gateway's. */
  readonly message: { readonly id: string } | { readonly reference: string }
  readonly state: 'underway' | 'delivered' | 'failed'
  /** The gateway's code for a failure, never its text. */
  readonly detail?: string
}

/** How a gateway does, as this node sees it. */
export interface GatewayHealth {
  readonly gateway: string
  /** As a circuit breaker has it: closed is well, open rests. */
  readonly state: 'closed' | 'open' | 'trying'
  /** Messages that it took, and that it did not, since the start. */
  readonly taken: number
  readonly refused: number
  /** Why it was last out: a code. */
  readonly reason: string | undefined
}
