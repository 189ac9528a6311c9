import { type Attempt, tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'
import { type Found, hole, unknown } from '../finding.ts'
import type { Look, Scene } from '../scene.ts'

/** Guarded paths as they are, for whoever has nothing, by every method. */
export const stranger: Check = {
  id: 'stranger',
  title: 'Guarded paths, as a stranger',
  async run(scene) {
    const meaning = {
      hole: 'Another method shows to strangers what GET does not.',
      remedy: 'Guard paths whatever the method: no <Limit>, no list of methods in the rule of the gate.',
      sound: `Strangers are kept out of ${guardedPathsOf(scene.closed.length)}, by every method tried.`,
    }
    const byMethod = await tryAll(scene, scene.closed.flatMap(methodsFor(scene)), meaning)
    const open = [...openPaths(scene), ...missingPaths(scene)]
    const tried = scene.closed.length > 0 ? byMethod : []
    return [...open, ...(await heads(scene)), ...tried]
  },
}

function openPaths({ strangers }: Scene): readonly Found[] {
  const seen = (wanted: Look['impression']) =>
    [...strangers.values()].filter(({ impression }) => impression === wanted).map(({ evidence }) => evidence)
  const [open, shells, unclear] = [seen('let in'), seen('shell'), seen('unclear')]
  return [
    ...(open.length === 0
      ? []
      : [hole('Strangers see guarded paths.', 'Put the path behind the gate, and deny by default.', open)]),
    ...(shells.length === 0
      ? []
      : [
          unknown(
            'The same is shown as at any other address: an empty page that fetches its content elsewhere.',
            'Name the addresses from which it fetches under api.',
            shells,
          ),
        ]),
    ...(unclear.length === 0
      ? []
      : [
          unknown(
            'It cannot be told whether this is the guarded page.',
            'Look at it yourself, or tell by --full-cookie or marks what it looks like.',
            unclear,
          ),
        ]),
  ]
}

/** A slip in a path would look like a gate that holds. Who is signed in shows what is there. */
function missingPaths({ strangers, given }: Scene): readonly Found[] {
  if (given.fullCookies !== undefined) return []
  const missing = [...strangers.values()].filter(({ reply }) => 'status' in reply && reply.status === 404)
  if (missing.length === 0) return []
  return [
    unknown(
      'It is answered as if there were no such path, so that it cannot be told whether it is guarded.',
      'Look whether the path is spelt as the application has it, or show by --full-cookie what stands there.',
      missing.map(({ evidence }) => evidence),
    ),
  ]
}

function guardedPathsOf(count: number): string {
  return count === 1 ? 'the guarded path' : `${count} guarded paths`
}

/** HEAD shows no page; where GET is refused by its status, a HEAD that succeeds was not refused. */
async function heads(scene: Scene): Promise<readonly Found[]> {
  const came = []
  for (const path of scene.closed.filter((one) => refusedByStatus(scene.strangers.get(one)))) {
    const { reply, evidence } = await scene.look({ method: 'HEAD', path }, path)
    if ('status' in reply && reply.status >= 200 && reply.status < 300) came.push(evidence)
  }
  if (came.length === 0) return []
  return [hole('HEAD is answered where GET is refused.', 'Guard paths whatever the method.', came)]
}

function refusedByStatus(look: Look | undefined): boolean {
  return look !== undefined && 'status' in look.reply && look.reply.status >= 300 && look.reply.status < 500
}

function methodsFor({ given }: Scene): (path: string) => readonly Attempt[] {
  const methods = ['OPTIONS', 'PROPFIND', 'TRACE', ...(given.settings.writes ? ['POST'] : [])]
  return (path) => methods.map((method) => ({ asked: { method, path }, path }))
}
