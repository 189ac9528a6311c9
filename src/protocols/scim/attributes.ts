/** A JSON object of the protocol. */
export type Resource = { [name: string]: unknown }

export const urn = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  search: 'urn:ietf:params:scim:api:messages:2.0:SearchRequest',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  provider: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  type: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
} as const

/** Attributes that hold several values (RFC 7643 §2.4), as far as we keep them. */
const severalValued = new Set([
  'emails',
  'phoneNumbers',
  'addresses',
  'roles',
  'members',
  'groups',
  'schemas',
])

export function holdsSeveral(name: string): boolean {
  return severalValued.has(name)
}

/** As the standard writes them. */
const spelled = new Map(
  [
    ...['schemas', 'id', 'externalId', 'meta', 'userName', 'displayName', 'nickName', 'profileUrl', 'title'],
    ...['userType', 'preferredLanguage', 'locale', 'timezone', 'active', 'password', 'name', 'formatted'],
    ...[
      'familyName',
      'givenName',
      'middleName',
      'honorificPrefix',
      'honorificSuffix',
      'emails',
      'phoneNumbers',
    ],
    ...['addresses', 'roles', 'groups', 'members', 'value', 'display', 'type', 'primary', 'streetAddress'],
    ...['locality', 'region', 'postalCode', 'country', 'employeeNumber', 'costCenter', 'organization'],
    ...['division', 'department', 'manager', '$ref', 'Operations', 'resourceType', 'created', 'lastModified'],
    ...[
      'location',
      'version',
      'op',
      'path',
      'filter',
      'startIndex',
      'count',
      'attributes',
      'excludedAttributes',
    ],
    urn.enterprise,
  ].map((name) => [name.toLowerCase(), name] as const),
)

/** Names of attributes mean the same in any case (RFC 7643 §2.1). Undefined for one that we know nothing of. */
export function spellingOf(name: string): string | undefined {
  return spelled.get(name.toLowerCase())
}

/** The same resource with all names as the standard writes them; what is not known keeps its own, and is left out later. */
export function respelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(respelled)
  if (!isObject(value)) return value
  const own = Object.entries(value).filter(([name]) => name !== '__proto__')
  return Object.fromEntries(own.map(([name, inner]) => [spellingOf(name) ?? name, respelled(inner)]))
}

export function isObject(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
