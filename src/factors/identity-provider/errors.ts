import { SallyportError } from '../../kernel/errors.ts'

/** It does not answer, or not as a provider does. Nothing is counted, and nobody is let in. */
export function providerUnavailable(name: string, cause?: unknown) {
  return new SallyportError(
    'unavailable',
    'identity-provider.unavailable',
    `${name} cannot be reached just now. Please try again a little later, or sign in another way.`,
    { cause },
  )
}

/** None of that name is configured, or not any more. */
export function providerUnknown() {
  return new SallyportError(
    'invalid',
    'identity-provider.unknown',
    'There is no such provider here. Please choose another way to sign in.',
  )
}

/** The file that is named holds no secret that can be read. */
export function secretUnusable(id: string, file: string, cause?: unknown) {
  return new SallyportError(
    'internal',
    'identity-provider.secret-unusable',
    `The file ${file} with the secret of the identity provider ${id} cannot be read, or is empty.`,
    { details: { provider: id, file }, cause },
  )
}
