import { type Resource, urn } from './attributes.ts'

/** What we can (RFC 7643 §5). */
export function serviceProviderConfig(baseUrl: string): Resource {
  return {
    schemas: [urn.provider],
    documentationUri: 'https://www.rfc-editor.org/rfc/rfc7644',
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: 200 },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'API key',
        description: 'An API key with the scope provisioning, as a bearer token.',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/scim/v2/ServiceProviderConfig` },
  }
}

export function resourceTypes(baseUrl: string): readonly Resource[] {
  const typeOf = (id: string, schema: string, extensions: readonly string[]): Resource => ({
    schemas: [urn.type],
    id,
    name: id,
    endpoint: `/${id}s`,
    schema,
    schemaExtensions: extensions.map((extension) => ({ schema: extension, required: false })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/scim/v2/ResourceTypes/${id}` },
  })
  return [typeOf('User', urn.user, [urn.enterprise]), typeOf('Group', urn.group, [])]
}

export function schemas(baseUrl: string): readonly Resource[] {
  return [
    schemaOf(baseUrl, urn.user, 'User', [
      text('userName', { required: true, uniqueness: 'server' }),
      ...['displayName', 'nickName', 'profileUrl', 'title', 'userType'].map((name) => text(name)),
      ...['preferredLanguage', 'locale', 'timezone'].map((name) => text(name)),
      one('name', 'complex', {
        subAttributes: [
          ...['formatted', 'familyName', 'givenName', 'middleName'].map((name) => text(name)),
          ...['honorificPrefix', 'honorificSuffix'].map((name) => text(name)),
        ],
      }),
      one('active', 'boolean'),
      ...['emails', 'phoneNumbers', 'roles'].map((name) => several(name, [text('value'), ...marks])),
      several('addresses', [
        ...['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'].map((name) =>
          text(name),
        ),
        ...marks,
      ]),
      several('groups', [text('value'), text('display'), text('$ref')], { mutability: 'readOnly' }),
    ]),
    schemaOf(baseUrl, urn.group, 'Group', [
      text('displayName', { required: true, uniqueness: 'server' }),
      several('members', [text('value', { mutability: 'immutable' }), text('$ref'), text('type')]),
    ]),
    schemaOf(baseUrl, urn.enterprise, 'EnterpriseUser', [
      ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => text(name)),
      one('manager', 'complex', { subAttributes: [text('value'), text('displayName')] }),
    ]),
  ]
}

function schemaOf(baseUrl: string, id: string, name: string, attributes: readonly Resource[]): Resource {
  const meta = { resourceType: 'Schema', location: `${baseUrl}/scim/v2/Schemas/${id}` }
  return { schemas: [urn.schema], id, name, attributes, meta }
}

/** An attribute with what the standard takes for granted where nothing is said (RFC 7643 §2.2). */
function one(name: string, type: string, more: Resource = {}): Resource {
  return {
    name,
    type,
    multiValued: false,
    required: false,
    ...(type === 'string' ? { caseExact: false } : {}),
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...more,
  }
}

function text(name: string, more: Resource = {}): Resource {
  return one(name, 'string', more)
}

function several(name: string, subAttributes: readonly Resource[], more: Resource = {}): Resource {
  return one(name, 'complex', { multiValued: true, subAttributes, ...more })
}

const marks: readonly Resource[] = [text('display'), text('type'), one('primary', 'boolean')]
