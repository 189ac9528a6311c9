import { z } from 'zod'
import { signedOutElsewhere } from '../../authentication/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import { noteRefusal } from '../refused.ts'
import { type Call, type Route, route } from './route.ts'

const named = z.strictObject({ factor: z.string().max(64), house: z.string().max(64) })

/** Characters: a logout token is far shorter. */
const longest = 16_384

/** As OpenID Connect Back-Channel Logout 1.0 §2.5 has it; what is not to be believed is one refusal for all (§2.8). */
async function hear({
  deps,
  request,
  params,
  surroundings,
}: Call<undefined, undefined, z.infer<typeof named>>) {
  const form = new URLSearchParams(
    request.body instanceof Uint8Array ? Buffer.from(request.body).toString() : '',
  )
  const message = (form.get('logout_token') ?? '').slice(0, longest)
  try {
    await signedOutElsewhere(deps, { ...params, message, surroundings })
  } catch (error) {
    if (error instanceof SallyportError && error.code === 'elsewhere.sign-out-refused')
      noteRefusal(deps, { door: 'rest', reason: 'sign-out', source: surroundings.source, because: error })
    throw error
  }
  return { status: 200, body: {} }
}

/** What other houses tell of sign-ins there. */
export const signOutRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/elsewhere/:factor/sign-outs/:house',
    access: { by: 'provider' },
    tag: 'Sign-ins elsewhere',
    summary:
      'An identity provider tells that a sign-in there is over: what began with it ends here (OpenID Connect Back-Channel Logout 1.0). Takes a form with `logout_token`, signed by it.',
    params: named,
    answer: z.object({}),
    raw: true,
    handle: hear,
  }),
]
