import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Interaction, KoaContextWithOIDC } from 'oidc-provider'
import { hashToken } from '../../kernel/tokens.ts'
import { mountPath, paths, wayBack } from './routes.ts'

/** The library's name for what is under way in a browser; with it alone it goes on. */
type Uid = Interaction['uid']

const cookieName = (secure: boolean) => `${secure ? '__Secure-' : ''}sallyport_oidc_under_way`
const known = /^(authorize|device)\.([A-Za-z0-9_-]{20,100})$/

/**
 * Where our pages send a browser back to. What is under way in it is a secret of that browser, kept in a cookie; what
 * stands in the address, and so in a referral, is a hash of it.
 */
export function layWayBack(
  context: KoaContextWithOIDC,
  { uid, returnTo, exp }: Pick<Interaction, 'uid' | 'returnTo' | 'exp'>,
): string {
  const path = `${mountPath}${wayBack}/${hashToken(uid)}`
  const onward = new URL(returnTo).pathname.startsWith(`${mountPath}${paths.code_verification}/`)
  const { secure } = context
  context.cookies.set(cookieName(secure), `${onward ? 'device' : 'authorize'}.${uid}`, {
    ...{ path, secure, httpOnly: true, sameSite: 'lax', overwrite: true },
    expires: new Date(exp * 1000),
  })
  return path
}

/** Back from our pages: on to where the library goes on. A browser that was not sent from here is sent nowhere. */
export async function goBack(
  request: FastifyRequest,
  reply: FastifyReply,
  { secure }: { readonly secure: boolean },
): Promise<void> {
  const [, route, uid] = known.exec(request.cookies[cookieName(secure)] ?? '') ?? []
  const { way } = request.params as { readonly way: string }
  const fits = route !== undefined && isWayOf(uid, way)
  const path = route === 'device' ? paths.code_verification : paths.authorization
  await reply
    .header('cache-control', 'no-store')
    .redirect(fits ? `${mountPath}${path}/${uid}` : '/not-found', 303)
}

function isWayOf(uid: Uid | undefined, way: string): uid is Uid {
  return uid !== undefined && hashToken(uid) === way
}
