import type { DoorDeps } from '../../protocol.ts'
import { mountPath, paths } from '../routes.ts'

/** What clients ask without a browser, as it is called in the metadata of RFC 8705 §5. */
export const aliases = {
  token_endpoint: paths.token,
  userinfo_endpoint: paths.userinfo,
  introspection_endpoint: paths.introspection,
  revocation_endpoint: paths.revocation,
  pushed_authorization_request_endpoint: paths.pushed_authorization_request,
  device_authorization_endpoint: paths.device_authorization,
} as const

/** Where clients find these; nothing where no port asks for certificates. */
export function mutualTlsMetadata({ mutualTlsUrl }: DoorDeps): Readonly<Record<string, unknown>> {
  if (mutualTlsUrl === undefined) return {}
  const at = Object.entries(aliases).map(([name, path]) => [name, `${mutualTlsUrl}${mountPath}${path}`])
  return { mtls_endpoint_aliases: Object.fromEntries(at) }
}
