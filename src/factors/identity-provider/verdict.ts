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

/** Why, for whoever runs this, in the words of what failed first; never what was sent (G9). */
export function reasonOf(error: unknown): string {
  const { code, error: said, message, cause } = fieldsOf(error)
  return [code, said, fieldsOf(cause).message ?? message]
    .filter((text) => typeof text === 'string')
    .join(': ')
    .slice(0, 200)
}

interface Fields {
  readonly code?: unknown
  readonly error?: unknown
  readonly message?: unknown
  readonly cause?: unknown
}

function fieldsOf(error: unknown): Fields {
  return typeof error === 'object' && error !== null ? error : {}
}
