import type { DeclaredRoute } from '../protocol.ts'

const anyone = { by: 'anyone' } as const
/** A proxy shows the credential of its site; a browser, the way on which it is. */
const protocol = { by: 'protocol' } as const

/** On our own origin: the browser comes here from the site, and again from our pages. */
export const goPath = '/forward-auth/go'

export const checkPath = '/forward-auth/sites/:site/check'
/** What a proxy hands on of the site itself: apart from the questions, so that no visitor asks one (R4). */
export const visitPath = '/forward-auth/sites/:site/visit'

/** What is served, and to whom. */
export const routes: readonly DeclaredRoute[] = [
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method) => [
    { method, path: checkPath, access: protocol },
    { method, path: `${checkPath}/*`, access: protocol },
  ]),
  { method: 'GET', path: `${visitPath}/start`, access: protocol },
  { method: 'GET', path: `${visitPath}/finish`, access: protocol },
  { method: 'GET', path: `${visitPath}/sign-out`, access: protocol },
  { method: 'POST', path: `${visitPath}/sign-out`, access: protocol },
  { method: 'GET', path: goPath, access: protocol },
  { method: 'GET', path: '/forward-auth/keys', access: anyone },
]
