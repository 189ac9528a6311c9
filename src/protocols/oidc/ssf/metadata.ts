import { issuerOf, paths as oidcPaths } from '../routes.ts'
import { proofAlgorithms, streamScopes } from '../settings.ts'
import { mountPath, paths } from './routes.ts'

/**
 * An issuer of its own: what is signed here is taken by nobody for an ID token, and no ID token for this, though the
 * same keys sign both (SSF 1.0 §4.1.4).
 */
export function transmitterOf(baseUrl: string): string {
  return baseUrl
}

export const deliveryMethods = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' } as const

/** SSF 1.0 §7.1. */
export function transmitterMetadata(baseUrl: string): object {
  return {
    spec_version: '1_0',
    issuer: transmitterOf(baseUrl),
    jwks_uri: `${issuerOf(baseUrl)}${oidcPaths.jwks}`,
    delivery_methods_supported: [deliveryMethods.push, deliveryMethods.poll],
    configuration_endpoint: `${baseUrl}${paths.streams}`,
    status_endpoint: `${baseUrl}${paths.status}`,
    add_subject_endpoint: `${baseUrl}${paths.addSubject}`,
    remove_subject_endpoint: `${baseUrl}${paths.removeSubject}`,
    verification_endpoint: `${baseUrl}${paths.verification}`,
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
    default_subjects: 'ALL',
  }
}

/** RFC 9728 §2. */
export function resourceMetadata(baseUrl: string): object {
  return {
    resource: `${baseUrl}${mountPath}`,
    authorization_servers: [issuerOf(baseUrl)],
    scopes_supported: [...streamScopes],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: [...proofAlgorithms],
  }
}
