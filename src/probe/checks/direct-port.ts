import { tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'
import { guardedPaths } from '../scene.ts'
import { forgeries } from './forged-identity.ts'

/** The application's own port, past the proxy in front of it. */
export const directPort: Check = {
  id: 'direct-port',
  title: 'The application itself, around its proxy',
  lacks: ({ direct }) => (direct === undefined ? '--direct' : undefined),
  async run(scene) {
    const { askDirect, given } = scene
    if (askDirect === undefined) return []
    const paths = guardedPaths(given.settings)
    const bare = await tryAll(
      scene,
      paths.map((path) => ({ asked: { path }, path, by: askDirect, words: 'directly' })),
      {
        hole: 'The application answers anybody who reaches its own port.',
        remedy:
          'Bind it to a socket or network that it shares with the proxy alone, and let it refuse requests without a valid Sallyport-Assertion.',
        sound: 'The port of the application shows nothing to whoever comes without the proxy.',
      },
    )
    if (bare.some(({ outcome }) => outcome === 'hole')) return bare
    const forged = paths.flatMap((path) => forgeries(given.settings, path))
    const direct = forged.map((one) => ({ ...one, by: askDirect, words: `directly, ${one.words}` }))
    const believed = await tryAll(scene, direct, {
      hole: 'At its own port the application believes a name in a header, whoever sends it.',
      remedy:
        'Let it check Sallyport-Assertion, which is signed, instead of the bare name; bind it to a socket or network that it shares with the proxy alone.',
      sound: 'At its own port the application believes no forged header.',
    })
    return [...bare, ...believed]
  },
}
