import { inputsOf, isOfType } from './inputs.ts'
import { type Looks, likeness, looksOf } from './likeness.ts'
import type { Answer, Reply } from './visitor.ts'

/**
 * let in: what was guarded was shown · kept out: it was not · shell: what any address shows, so its content comes from
 * elsewhere · unclear: something else was shown.
 */
export type Impression = 'let in' | 'kept out' | 'shell' | 'unclear'

/** What is known of the target's pages before anything is tried. */
export interface Known {
  /** What anybody sees: the sign-in page, its start page. */
  readonly open: readonly Looks[]
  /** What an address shows that nobody has. */
  readonly nobody: Looks | undefined
  /** What guarded paths show to whoever is wholly signed in. */
  readonly guarded: ReadonlyMap<string, Looks>
  readonly marks: readonly string[]
}

const alike = 0.85
/** The same page for two people differs by their names. */
const ofOneKind = 0.6

/** Whether an answer shows what `path` guards. A page is judged by what it shows: a status says little. */
export function impressionOf(reply: Reply, path: string, known: Known): Impression {
  if ('silent' in reply) return 'kept out'
  if (reply.status >= 500) return 'unclear'
  if (reply.status < 200 || reply.status >= 300 || reply.body.trim() === '') return 'kept out'
  return shown(reply, path, known)
}

function shown({ body }: Answer, path: string, known: Known): Impression {
  if (known.marks.some((mark) => body.includes(mark))) return 'let in'
  if (inputsOf(body).some((input) => isOfType(input, 'password'))) return 'kept out'
  const looks = looksOf(body)
  const isLike = (other: Looks) => likeness(looks, other) >= alike
  if (known.nobody !== undefined && isLike(known.nobody)) return 'shell'
  if (known.open.some(isLike)) return 'kept out'
  const guarded = known.guarded.get(path)
  if (guarded !== undefined) return likeness(looks, guarded) >= ofOneKind ? 'let in' : 'unclear'
  return known.marks.length > 0 ? 'unclear' : 'let in'
}
