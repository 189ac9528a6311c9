import assert from 'node:assert/strict'
import test from 'node:test'
import { z } from 'zod'
import { asksAddress, filledSteps } from '../applications/index.ts'
import type { Id } from '../kernel/ids.ts'
import { protocols } from './index.ts'

const kinds = protocols.flatMap(({ kind }) => (kind ? [kind] : []))
const asked: Readonly<Record<string, unknown>> = {
  networks: ['192.0.2.1'],
  entityId: 'https://app.example',
  acsUrls: ['https://app.example/acs'],
  metadata: '<EntityDescriptor/>',
  tenant: '11111111-2222-3333-4444-555555555555',
  registration: '66666666-7777-8888-9999-000000000000',
}

for (const kind of kinds)
  for (const template of kind.templates ?? [])
    test(`the template ${template.id} asks for all that ${kind.name} needs, and says what to do there`, () => {
      const { asks = [] } = template
      const schema = z.toJSONSchema(kind.settings, { io: 'input', unrepresentable: 'any' })
      for (const name of asks) assert.ok(schema.properties?.[name], `${name} is a setting`)
      const url = asksAddress(template) ? 'https://app.example' : ''
      const answers = Object.fromEntries(asks.map((name) => [name, asked[name]]))
      const settings = kind.settings.parse({ ...template.settings(url), ...answers })
      const here = {
        baseUrl: 'https://sallyport.example',
        applicationId: 'abc' as Id<'application'>,
        settings,
        secret: 'a-secret',
        port: undefined,
      }
      const steps = filledSteps(template, here)
      assert.ok(steps.length > 0)
      const text = JSON.stringify(steps)
      assert.doesNotMatch(text, /undefined|\[object/)
      assert.ok(template.about)
    })

test('a template is known by one word, which is the name of no door', () => {
  const words = kinds.flatMap(({ id, templates = [] }) => [id, ...templates.map((one) => one.id)])
  assert.deepEqual(words, [...new Set(words)])
})

test('no group of ours is one of a cluster’s own', () => {
  const template = kinds.flatMap(({ templates = [] }) => templates).find(({ id }) => id === 'kubernetes')
  assert.ok(template)
  const settings = kinds.find(({ id }) => id === 'oidc')?.settings.parse(template.settings(''))
  const here = { baseUrl: 'https://sallyport.example', applicationId: 'abc' as Id<'application'>, settings }
  const steps = filledSteps(template, { ...here, secret: '', port: undefined })
  const [server] = steps.flatMap(({ paste = '' }) => (paste.includes('--oidc-issuer-url') ? [paste] : []))
  for (const claim of ['username', 'groups'])
    assert.match(server ?? '', new RegExp(`--oidc-${claim}-prefix=\\S+`))
})
