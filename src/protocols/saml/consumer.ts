import type { AuthnRequest } from './authn-request.ts'
import { refusedMessage } from './errors.ts'
import type { ServiceProvider } from './service-provider.ts'

/**
 * Where the answer goes: one of the registered addresses, compared letter by letter, whatever the request says
 * . Throws `saml.refused`.
 */
export function consumerFor(
  { consumers }: Pick<ServiceProvider, 'consumers'>,
  wanted: AuthnRequest['consumer'] = {},
): string {
  const found =
    wanted.url !== undefined
      ? consumers.find(({ location }) => location === wanted.url)
      : wanted.index !== undefined
        ? consumers.find(({ index }) => index === wanted.index)
        : (consumers.find(({ isDefault }) => isDefault) ?? consumers[0])
  if (!found) throw refusedMessage('an AssertionConsumerService that is not registered')
  return found.location
}
