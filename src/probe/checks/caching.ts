import type { Check } from '../check.ts'
import { cookieHeaders } from '../cookies.ts'
import { type Evidence, hole, sound, unknown } from '../finding.ts'
import { guardedPaths } from '../scene.ts'

/** Guarded answers that somebody else may be handed, or that stay behind in a browser. */
export const caching: Check = {
  id: 'caching',
  title: 'Guarded answers in caches',
  lacks: ({ fullCookies }) => (fullCookies === undefined ? '--full-cookie' : undefined),
  async run({ ask, given }) {
    const headers = cookieHeaders(given.fullCookies ?? new Map())
    const [kept, unsaid]: [Evidence[], Evidence[]] = [[], []]
    for (const path of guardedPaths(given.settings)) {
      const reply = await ask({ path, headers })
      if ('silent' in reply || reply.status >= 300) continue
      const said = reply.headers['cache-control']
      const evidence = { asked: `GET ${path}, signed in`, answered: `Cache-Control: ${said ?? 'none'}` }
      if (said === undefined) unsaid.push(evidence)
      else if (!/no-store|private|no-cache/i.test(said)) kept.push(evidence)
    }
    return [
      kept.length > 0 ? hole(shared, remedy, kept) : sound('No guarded answer is meant for caches.'),
      ...(unsaid.length > 0 ? [unknown(unspoken, remedy, unsaid)] : []),
    ]
  },
}

const shared = 'Guarded answers may be kept by caches and handed to others.'
const unspoken = 'Guarded answers do not say whether they may be kept.'
const remedy = 'Answer with Cache-Control: no-store wherever a session was needed.'
