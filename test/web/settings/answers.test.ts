import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { forwardAuthKind } from '../../../src/protocols/forward-auth/settings.ts'
import { oidcKind } from '../../../src/protocols/oidc/kind.ts'
import { samlKind } from '../../../src/protocols/saml/kind.ts'
import type { SettingsSchema } from '../../../web/api/doors.ts'
import { answersOf, settingsOf } from '../../../web/console/applications/settings/answers.ts'
import { kindOf } from '../../../web/console/applications/settings/field-kind.ts'
import { shapeOf } from '../../../web/console/applications/settings/shape.ts'

const [oidc, saml, site] = [oidcKind, samlKind, forwardAuthKind].map(
  ({ settings }) => z.toJSONSchema(settings, { io: 'input' }) as SettingsSchema,
) as [SettingsSchema, SettingsSchema, SettingsSchema]

test('each setting is entered as fits what it may be', () => {
  const kindIn = (schema: SettingsSchema, name: string) => kindOf(schema.properties?.[name] ?? {})
  assert.equal(kindIn(oidc, 'redirectUris'), 'lines')
  assert.equal(kindIn(oidc, 'application'), 'choice')
  assert.equal(kindIn(oidc, 'scopes'), 'choices')
  assert.equal(kindIn(oidc, 'requireDpop'), 'yes-no')
  assert.equal(kindIn(oidc, 'jwksUri'), 'text')
  assert.equal(kindIn(oidc, 'jwks'), 'json')
  assert.equal(kindIn(saml, 'metadata'), 'long-text')
  assert.equal(kindIn(saml, 'certificates'), 'long-texts')
  assert.equal(kindIn(site, 'headers'), 'group')
  assert.equal(kindIn(site, 'paths'), 'json')
  assert.equal(kindOf({ type: 'integer' }), 'number')
})

test('fields left as they were found say what holds anyway, for each door', () => {
  assert.deepEqual(read(oidc), oidcKind.settings.parse({}))
  assert.deepEqual(read(saml), samlKind.settings.parse({}))
})

test('settings come back from the fields as they went in', () => {
  const settings = forwardAuthKind.settings.parse({
    origin: 'https://wiki.example.com',
    proxy: 'nginx',
    groups: ['staff'],
    paths: [{ path: '/admin', assurance: 3 }],
    headers: { user: 'X-User' },
  })
  assert.deepEqual(forwardAuthKind.settings.parse(settingsIn(site, answersOf(site, settings))), settings)
})

test('empty lines and spaces around are nothing; an empty text is not set', () => {
  const answers = {
    ...answersOf(oidc),
    redirectUris: ' https://a.example/cb \n\n https://b.example/cb',
    jwksUri: '  ',
  }
  const settings = settingsIn(oidc, answers)
  assert.deepEqual(settings.redirectUris, ['https://a.example/cb', 'https://b.example/cb'])
  assert.ok(!('jwksUri' in settings))
})

test('a list that was emptied is said where something else would hold', () => {
  assert.deepEqual(settingsIn(oidc, { ...answersOf(oidc), scopes: [] }).scopes, [])
})

test('numbers are read, also where they are a choice', () => {
  const schema: SettingsSchema = {
    type: 'object',
    properties: { port: { type: 'integer' }, assurance: { type: 'number', enum: [2, 3] } },
  }
  assert.deepEqual(settingsIn(schema, { port: '1812', assurance: '3' }), { port: 1812, assurance: 3 })
})

test('what is no JSON is named by its path', () => {
  assert.deepEqual(settingsOf(site, { ...answersOf(site), paths: '[{' }), { problems: [{ path: 'paths' }] })
})

test('the shape of a structure is told in short', () => {
  assert.match(
    shapeOf(site.properties?.paths ?? {}),
    /^\[\{ "path": "…", "open"\?: true \| false, "assurance"\?: 2 \| 3/,
  )
  assert.equal(shapeOf(oidc.properties?.claims ?? {}).startsWith('{ "…": "id" | "name"'), true)
})

function settingsIn(...read: Parameters<typeof settingsOf>) {
  const outcome = settingsOf(...read)
  assert.ok('settings' in outcome)
  return outcome.settings
}

/** What the door makes of a form that nobody has touched. */
function read(schema: SettingsSchema): unknown {
  const kind = schema === oidc ? oidcKind : samlKind
  return kind.settings.parse(settingsIn(schema, answersOf(schema)))
}
