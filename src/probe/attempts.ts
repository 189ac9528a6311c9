import { type Found, hole, sound, unknown } from './finding.ts'
import type { Look, Scene } from './scene.ts'
import type { Asked, Visitor } from './visitor.ts'

/** One try to see what a guarded path shows. */
export interface Attempt {
  readonly asked: Asked
  /** The guarded path that it is after. */
  readonly path: string
  /** What is peculiar to it: `with Remote-User`. */
  readonly words?: string
  readonly by?: Visitor
}

/** What it means if one of them comes through. */
export interface Meaning {
  readonly hole: string
  readonly remedy: string
  readonly sound: string
}

/** Makes each attempt, and sums up: one hole with all that came through, and what could not be told. */
export async function tryAll(
  scene: Scene,
  attempts: readonly Attempt[],
  meaning: Meaning,
): Promise<readonly Found[]> {
  if (attempts.length === 0) return [nothingToTry]
  const looks: Look[] = []
  for (const { asked, path, words, by } of attempts) {
    const look = await scene.look(asked, path, by)
    const { evidence } = look
    looks.push(words ? { ...look, evidence: { ...evidence, asked: `${evidence.asked}, ${words}` } } : look)
  }
  return summedUp(looks, meaning)
}

const nothingToTry = unknown(
  'Nothing was left to try: no guarded path keeps out whoever comes with less.',
  'Close what is open first, then run this again.',
)

function summedUp(looks: readonly Look[], meaning: Meaning): readonly Found[] {
  const came = looks.filter(({ impression }) => impression === 'let in')
  const unclear = looks.filter(({ impression }) => impression === 'unclear')
  const evidence = (some: readonly Look[]) => some.map((look) => look.evidence)
  const doubt = unknown(
    'Something was shown that is neither the guarded page nor the sign-in page.',
    'Look at it yourself, or tell by --full-cookie and marks what guarded pages look like.',
    evidence(unclear),
  )
  return [
    came.length > 0 ? hole(meaning.hole, meaning.remedy, evidence(came)) : sound(meaning.sound),
    ...(unclear.length > 0 ? [doubt] : []),
  ]
}
