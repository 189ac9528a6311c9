import { type Attempt, tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'
import { type Cookies, cookieHeaders } from '../cookies.ts'
import { unknown } from '../finding.ts'
import type { Given } from '../scene.ts'

/** A session after the password and before the second factor, used at everything that is guarded. */
export const halfSignedIn: Check = {
  id: 'half-signed-in',
  title: 'Guarded paths, after the password alone',
  lacks: lacksHalf,
  async run(scene) {
    const half = await scene.half()
    if (half === undefined) return [noHalf]
    const attempts = scene.closed.flatMap((path) => halfAttempts(path, half))
    return tryAll(scene, attempts, {
      hole: 'After the password alone, guarded paths are open.',
      remedy:
        'Let nothing count as signed in before the second factor: keep the half session in a cookie of its own that only the second step reads, and ask one question ("wholly signed in?") at every path, API and format.',
      sound: 'A session that lacks the second factor opens nothing.',
    })
  },
}

/** Why nothing can be tried with half a session. */
export function lacksHalf({ halfCookies, settings }: Given): string | undefined {
  return halfCookies || (settings.account && settings.signIn)
    ? undefined
    : '--half-cookie, or account and signIn'
}

export const noHalf = unknown(
  'Name and password were not taken by the sign-in, so there is no half-signed-in session to try.',
  'Check signIn and account, or give the cookie by --half-cookie.',
)

/** The page itself, as data, and the session's value in every place where a value may be looked for. */
function halfAttempts(path: string, half: Cookies): readonly Attempt[] {
  const cookie = cookieHeaders(half)
  const [bare = path, query] = path.split('?')
  const onwards = query === undefined ? '?' : `?${query}&`
  const as = (words: string, asked: Partial<Attempt['asked']>): Attempt => ({
    asked: { path, headers: cookie, ...asked },
    path,
    words,
  })
  const elsewhere = [...half.values()].flatMap((value) => [
    as('its value as Bearer', { headers: [['Authorization', `Bearer ${value}`]] }),
    as('its value by Basic', { headers: [['Authorization', `Basic ${btoaOf(`${value}:`)}`]] }),
    as('its value in the query', { path: `${bare}${onwards}access_token=${value}`, headers: [] }),
  ])
  return [
    as('with half a session', {}),
    as('as JSON', { headers: [...cookie, ['Accept', 'application/json']] }),
    as('as a script asks', { headers: [...cookie, ['X-Requested-With', 'XMLHttpRequest']] }),
    ...(bare.endsWith('/') ? [] : [as('as .json', { path: `${bare}.json` })]),
    as('as format=json', { path: `${bare}${onwards}format=json` }),
    ...elsewhere,
  ]
}

function btoaOf(text: string): string {
  return Buffer.from(text).toString('base64')
}
