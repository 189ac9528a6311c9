import type { Check } from '../check.ts'
import { type Evidence, hole, sound, unknown } from '../finding.ts'
import type { Scene } from '../scene.ts'

/** Cookies of sessions that scripts may read, that other sites send along, or that travel in clear. */
export const cookies: Check = {
  id: 'cookies',
  title: 'Attributes of cookies',
  lacks: ({ settings }) => (settings.signIn === undefined ? '--sign-in' : undefined),
  async run(scene) {
    const lines = (await linesOf(scene)).filter(namesSession)
    if (lines.length === 0) return [noneSeen]
    const evidence = lines.flatMap((line) => faultOf(line, scene.target.protocol))
    if (evidence.length === 0) return [sound('Cookies of sessions have the attributes that guard them.')]
    return [
      hole(
        'Cookies of sessions lack attributes that guard them.',
        'Set HttpOnly, Secure and SameSite=Lax or stricter; a name with __Host- sees to it.',
        evidence,
      ),
    ]
  },
}

const noneSeen = unknown(
  'No cookie that names a session was set where it could be seen.',
  'Give account and signIn, so that the cookie of the sign-in is seen.',
)

async function linesOf({ ask, signIn, given }: Scene): Promise<readonly string[]> {
  const entered = await signIn()
  if (entered !== undefined) return entered.set
  const page = await ask({ path: given.settings.signIn?.page ?? '/' })
  return 'silent' in page ? [] : page.cookies
}

function namesSession(line: string): boolean {
  const name = nameOf(line)
  return /sess|sid|auth|token|login|remember/i.test(name) && !/csrf|xsrf/i.test(name)
}

/** Secure is asked for where there is TLS: without it the cookie would not arrive. */
function faultOf(line: string, protocol: string): readonly Evidence[] {
  const needed = ['HttpOnly', 'SameSite', ...(protocol === 'https:' ? ['Secure'] : [])]
  const missing = needed.filter((one) => !new RegExp(`;\\s*${one}\\b`, 'i').test(line))
  return missing.length === 0
    ? []
    : [{ asked: 'the sign-in', answered: `${nameOf(line)} without ${missing.join(', ')}` }]
}

function nameOf(line: string): string {
  return line.split('=')[0]?.trim() ?? ''
}
