import type { DeclaredRoute } from '../protocol.ts'

export const base = '/scim/v2'

const access = { by: 'protocol' } as const
const collections = ['Users', 'Groups'] as const
const known = [
  'ServiceProviderConfig',
  'ResourceTypes',
  'ResourceTypes/:id',
  'Schemas',
  'Schemas/:id',
] as const

export const routes: readonly DeclaredRoute[] = [
  ...collections.flatMap((name) => [
    ...['GET', 'POST'].map((method) => ({ method, path: `${base}/${name}`, access })),
    { method: 'POST', path: `${base}/${name}/.search`, access },
    ...['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, path: `${base}/${name}/:id`, access })),
  ]),
  ...known.map((name) => ({ method: 'GET', path: `${base}/${name}`, access })),
]
