/** What a provider, or its token, is refused for: the library's own names (oauth4webapi). */
const refusals: ReadonlySet<unknown> = new Set([
  'OAUTH_AUTHORIZATION_RESPONSE_ERROR',
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
])

/** Whether an answer was wrong; everything else is none at all. Neither lets anybody in (G6). */
export function isRefusal(error: unknown): boolean {
  const { code, error: said } = fieldsOf(error)
  return refusals.has(code) || (code === 'OAUTH_RESPONSE_BODY_ERROR' && said === 'invalid_grant')
}

/** Why, for whoever runs this; never what was sent. */
export function reasonOf(error: unknown): string {
  const { code, error: said, message } = fieldsOf(error)
  return [code, said, message]
    .filter((text) => typeof text === 'string')
    .join(': ')
    .slice(0, 200)
}

function fieldsOf(error: unknown): {
  readonly code?: unknown
  readonly error?: unknown
  readonly message?: unknown
} {
  return typeof error === 'object' && error !== null ? error : {}
}
