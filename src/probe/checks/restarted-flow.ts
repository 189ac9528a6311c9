import { type Attempt, tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'
import { type Cookies, cookieHeaders } from '../cookies.ts'
import { type Evidence, type Found, hole } from '../finding.ts'
import { sameAnswer } from '../same-answer.ts'
import type { Scene } from '../scene.ts'
import type { Asked } from '../visitor.ts'
import { lacksHalf, noHalf } from './half-signed-in.ts'

/** A sign-in begun again in the middle, and a session that was there before it. */
export const restartedFlow: Check = {
  id: 'restarted-flow',
  title: 'The sign-in begun anew, and sessions laid out beforehand',
  lacks: lacksHalf,
  async run(scene) {
    const half = await scene.half()
    if (half === undefined) return [noHalf]
    const shut = await stillShut(scene, half)
    const attempts = shut.length === 0 ? [] : await restarts(scene, half, shut)
    const begunAnew = await tryAll(scene, attempts, {
      hole: 'Whoever begins the sign-in a second time is let in without the second factor.',
      remedy:
        'Begin every sign-in with nothing: throw the half session away, and let only the answer to the second factor complete it.',
      sound: 'A sign-in that is begun anew still asks for the second factor.',
    })
    return [...begunAnew, ...(await fixation(scene))]
  },
}

/** Where half a session alone comes in, another check has said so. */
async function stillShut(scene: Scene, half: Cookies): Promise<readonly string[]> {
  const shut: string[] = []
  for (const path of scene.closed) {
    const { impression } = await scene.look({ path, headers: cookieHeaders(half) }, path)
    if (impression !== 'let in') shut.push(path)
  }
  return shut
}

async function restarts(scene: Scene, half: Cookies, paths: readonly string[]): Promise<readonly Attempt[]> {
  const { page } = scene.given.settings.signIn ?? {}
  const again = await scene.signIn(half)
  if (again === undefined && page !== undefined) await scene.ask({ path: page, headers: cookieHeaders(half) })
  const headers = cookieHeaders(again?.after ?? half)
  return paths.map((path) => ({ asked: { path, headers }, path, words: 'after the sign-in was begun anew' }))
}

/** A session that somebody laid out in a browser beforehand must not become that of whoever signs in there. */
async function fixation(scene: Scene): Promise<readonly Found[]> {
  const entered = await scene.signIn()
  if (entered === undefined) return []
  const { before, after } = entered
  const unchanged = new Map([...before].filter(([name, value]) => after.get(name) === value))
  if (unchanged.size === 0) return []
  const changed = await seenBy(scene, unchanged)
  if (changed.length === 0) return []
  return [
    hole(
      'The session keeps its identifier from before the sign-in: whoever laid it out beforehand shares it.',
      'Issue a new identifier with each step of the sign-in, and make the old one void.',
      changed,
    ),
  ]
}

/** What the sign-in shows to these cookies and not to a stranger. */
async function seenBy({ ask, given }: Scene, cookies: Cookies): Promise<readonly Evidence[]> {
  const { page, second } = given.settings.signIn ?? {}
  const seen: Evidence[] = []
  for (const path of [page, second].filter((one) => one !== undefined)) {
    const asked: Asked = { path, headers: cookieHeaders(cookies) }
    const [theirs, strangers] = [await ask(asked), await ask({ path })]
    if (!sameAnswer(theirs, strangers))
      seen.push({ asked: `GET ${path}, with the cookies from before`, answered: 'knows the half session' })
  }
  return seen
}
