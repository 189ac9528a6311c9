import { tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'

/** A session or token whose time is over: signed out, or its account disabled. */
export const afterTheEnd: Check = {
  id: 'after-the-end',
  title: 'A session or token after its end',
  lacks: ({ old }) => (old === undefined ? '--old-cookie' : undefined),
  run(scene) {
    const headers = scene.given.old ?? []
    const attempts = scene.closed.map((path) => ({
      asked: { path, headers },
      path,
      words: 'with what is over',
    }))
    return tryAll(scene, attempts, {
      hole: 'What was ended or disabled still opens guarded paths.',
      remedy:
        'Look up the session and its account at each request, and end both on the server: a cookie that is taken from a browser, or a token that is merely signed, lives on elsewhere.',
      sound: 'What was ended opens nothing.',
    })
  },
}
