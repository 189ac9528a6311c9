import { type Attempt, tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'

/** A gate and an application that read the same path differently. */
export const spellings: Check = {
  id: 'spellings',
  title: 'Guarded paths, spelled in other ways',
  run(scene) {
    const { target, closed } = scene
    return tryAll(
      scene,
      closed.flatMap((path) => [...spelled(path), ...hosted(path, target)]),
      {
        hole: 'Spelled in another way, a guarded path is shown to strangers.',
        remedy:
          'Guard everything and list what is open, instead of listing what is guarded; let the proxy normalise paths and refuse what it would have to change; answer only to the names of the site.',
        sound: 'No other spelling of the paths or of the host led past the gate.',
      },
    )
  },
}

function spelled(path: string): readonly Attempt[] {
  return [...new Set(spellingsOf(path))]
    .filter((other) => other !== path)
    .map((other) => ({ asked: { path: other }, path }))
}

/** Other ways to write a path; some readers take them for the same. */
function spellingsOf(whole: string): readonly string[] {
  const [path = '/', query] = whole.split('?')
  const last = path.length === 1 ? '' : path.slice(1)
  const rest = query === undefined ? '' : `?${query}`
  const forms = [
    `/${path}`,
    `/.${path}`,
    `/%2e${path}`,
    `/sallyport-probe/..${path}`,
    `/sallyport-probe/..;${path}`,
    `/sallyport-probe#/..${path}`,
    `/%2f${last}`,
    path.endsWith('/') ? path.slice(0, -1) || '/' : `${path}/`,
    `${path};x`,
    ...(last === '' ? [] : [...lettersOf(path, last)]),
  ]
  return forms.map((form) => form + rest)
}

function lettersOf(path: string, last: string): readonly string[] {
  const encoded = `%${last.charCodeAt(0).toString(16).padStart(2, '0')}`
  return [
    path.toUpperCase(),
    `/${last.charAt(0).toUpperCase()}${last.slice(1)}`,
    `/${encoded}${last.slice(1)}`,
    `/%25${encoded.slice(1)}${last.slice(1)}`,
    `/${last.replaceAll('/', '%2f')}`,
    `/${last.replaceAll('/', '\\')}`,
    `${path}.`,
    `${path}/.`,
    `${path}%20`,
    `${path}.css`,
    `${path}/x.css`,
  ]
}

function hosted(path: string, { hostname, port }: URL): readonly Attempt[] {
  const end = port === '' ? '' : `:${port}`
  return [`${hostname}.${end}`, `localhost${end}`, `${hostname.toUpperCase()}${end}`]
    .filter((host) => host !== `${hostname}${end}`)
    .map((host) => ({ asked: { path, host }, path, words: `as ${host}` }))
}
