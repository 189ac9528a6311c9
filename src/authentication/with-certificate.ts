import type { Factor } from '../factors/factor.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'

/**
 * The surroundings with what this browser has presented, where one of these factors judges certificates. It is taken
 * out for that, once, however often a proof is judged again (R6).
 */
export function withCertificate(
  deps: Pick<AuthenticationDeps, 'presented'>,
  surroundings: Surroundings,
): (factors: readonly Factor[]) => Promise<Surroundings> {
  let taken: ReturnType<AuthenticationDeps['presented']['take']> | undefined
  return async (factors) => {
    if (!factors.some((factor) => factor.certificates)) return surroundings
    taken ??= deps.presented.take(surroundings.browser)
    const clientCertificate = await taken
    return clientCertificate ? { ...surroundings, clientCertificate } : surroundings
  }
}
