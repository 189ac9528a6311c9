import { misused } from '../errors.ts'
import type { Keeper, Kept } from './visit.ts'

const name = 'sallyport'

/** In the session of the application, whatever it is made of: it ends when that ends. */
export function inSession(session: unknown): Keeper {
  if (typeof session !== 'object' || session === null)
    throw misused(
      'There is no `request.session` to keep a sign-in in: put the gate behind your sessions, or say `keep`.',
    )
  const own = session as Record<string, unknown>
  return {
    get: () => own[name] as Kept | undefined,
    set(kept) {
      own[name] = kept
    },
  }
}
