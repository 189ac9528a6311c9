import { X509Certificate } from 'node:crypto'
import type { AdapterPayload } from 'oidc-provider'
import type { OidcSettings } from '../settings.ts'

/** What an application is known by where it shows a certificate, in the words of RFC 8705; the anchors are ours. */
export function certificateMetadataOf(settings: OidcSettings): AdapterPayload {
  const { authentication, certificate, anchors, certificates, requireCertificate } = settings
  return {
    tls_client_certificate_bound_access_tokens: requireCertificate,
    ...(authentication === 'tls_client_auth' && certificate ? { ...named(certificate), anchors } : {}),
    ...(authentication === 'self_signed_tls_client_auth' && certificates.length > 0
      ? { jwks: { keys: certificates.map(keyOf) } }
      : {}),
  }
}

function named({ subject, dns, uri, ip, email }: NonNullable<OidcSettings['certificate']>): AdapterPayload {
  const names = {
    tls_client_auth_subject_dn: subject,
    tls_client_auth_san_dns: dns,
    tls_client_auth_san_uri: uri,
    tls_client_auth_san_ip: ip,
    tls_client_auth_san_email: email,
  }
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
}

/** RFC 8705 §2.2.2: a key with its certificate. */
function keyOf(pem: string) {
  const certificate = new X509Certificate(pem)
  return { ...certificate.publicKey.export({ format: 'jwk' }), x5c: [certificate.raw.toString('base64')] }
}
