import { metByPossession } from './methods.ts'
import { mountPath, paths } from './routes.ts'

/** Who we are to Microsoft, and to nobody else. */
export function ourIssuer(baseUrl: string): string {
  return `${baseUrl}${mountPath}`
}

/** What Microsoft reads of us, once a day (OpenID Connect Discovery §3). */
export function metadataAt(baseUrl: string) {
  return {
    issuer: ourIssuer(baseUrl),
    authorization_endpoint: `${baseUrl}${paths.authorize}`,
    jwks_uri: `${baseUrl}${paths.keys}`,
    scopes_supported: ['openid'],
    response_types_supported: ['id_token'],
    response_modes_supported: ['form_post'],
    grant_types_supported: ['implicit'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    acr_values_supported: [...metByPossession],
    claim_types_supported: ['normal'],
    claims_supported: ['iss', 'aud', 'sub', 'iat', 'exp', 'nonce', 'acr', 'amr'],
    claims_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  }
}
