import { type Attempt, tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'
import type { ProbeSettings } from '../settings.ts'

/** Headers by which a proxy tells who is there, sent by whoever has nothing. */
export const forgedIdentity: Check = {
  id: 'forged-identity',
  title: 'Forged headers of identity, at the front',
  run(scene) {
    const attempts = scene.closed.flatMap((path) => forgeries(scene.given.settings, path))
    return tryAll(scene, attempts, {
      hole: 'Whoever sends the header of an identity is taken for it.',
      remedy:
        'Let the proxy take these headers off every request that comes in, in every spelling (underscores too), and set them itself; let the application check Sallyport-Assertion instead of a bare name.',
      sound: 'Forged headers of identity open nothing at the front.',
    })
  },
}

/** Every header in every spelling. Servers that read `_` as `-` are why a proxy may miss one. */
export function forgeries(
  { identityHeaders, account }: Pick<ProbeSettings, 'identityHeaders' | 'account'>,
  path: string,
): readonly Attempt[] {
  const name = account?.name ?? 'admin'
  return identityHeaders.flatMap((header) => {
    const plain = [header, header.toLowerCase(), header.toUpperCase(), header.replaceAll('-', '_')]
    return [
      ...[...new Set(plain)].map((spelling) => ({
        asked: { path, headers: [[spelling, name]] as const },
        path,
        words: `with ${spelling}`,
      })),
      {
        asked: {
          path,
          headers: [
            [header, ''],
            [header, name],
          ] as const,
        },
        path,
        words: `with ${header} twice`,
      },
    ]
  })
}
