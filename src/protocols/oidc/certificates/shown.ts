import { X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import type { ShownCertificate } from '../../protocol.ts'
import type { OidcDeps } from '../deps.ts'
import { bears, isBelieved } from './judge.ts'

const requests = new WeakMap<IncomingMessage, ShownCertificate>()

/** Keeps what the connection of a request has proved. No header of a request ever comes here. */
export function noteShown(request: IncomingMessage, shown: ShownCertificate | undefined): void {
  if (shown) requests.set(request, shown)
}

/** Clients that show certificates, and tokens that are bound to them (RFC 8705); off where no port asks for any. */
export function mutualTls({ engine }: OidcDeps): NonNullable<Configuration['features']>['mTLS'] {
  if (engine.mutualTlsUrl === undefined) return { enabled: false }
  return {
    enabled: true,
    certificateBoundAccessTokens: true,
    selfSignedTlsClientAuth: true,
    tlsClientAuth: true,
    getCertificate: ({ req }) => {
      const shown = requests.get(req)
      return shown && new X509Certificate(shown.der)
    },
    certificateAuthorized: (context) => {
      const { client } = (context as KoaContextWithOIDC).oidc
      const shown = requests.get(context.req)
      if (!shown || !client) return false
      return isBelieved(shown, client, engine.storage.clock.now())
    },
    certificateSubjectMatches: ({ req }, property, expected) => {
      const shown = requests.get(req)
      return shown !== undefined && bears(shown, property, expected)
    },
  }
}
