import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { silentLogger } from '../../src/kernel/logger.ts'
import { openFetched } from '../../src/protocols/saml/fetched.ts'
import { openProviders } from '../../src/protocols/saml/providers.ts'
import { samlSettings } from '../../src/protocols/saml/settings.ts'
import { eachEngine, type World } from '../kit/engine.ts'

const minute = 60_000
const acsUrls = ['https://wiki.example/acs']

function metadata(entityId: string): string {
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><AssertionConsumerService index="0" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://wiki.example/acs"/></SPSSODescriptor></EntityDescriptor>`
}

function urlOf(name: string): string {
  return `https://${name}.example/metadata`
}

/** Applications by their settings, and who was asked for metadata; `answers` are what is handed out where. */
async function open({ engine }: World, applications: Readonly<Record<string, object>>) {
  const ids = new Map<string, Id<'application'>>()
  for (const [name, settings] of Object.entries(applications)) {
    const made = engine.applications.create({ name: typedName.parse(name), kind: 'client', class: 'mail' })
    const door = engine.doors.set(made.application.id, 'saml', samlSettings.parse(settings))
    await engine.storage.book({ statements: [made.statement, door], locks: [] })
    ids.set(name, made.application.id)
  }
  const answers = new Map<string, string>()
  const asked: string[] = []
  const outbound = async (url: string) => {
    asked.push(url)
    return new Response(answers.get(url) ?? '', { status: answers.has(url) ? 200 : 503 })
  }
  const fetched = openFetched({ storage: engine.storage, logger: silentLogger, outbound })
  const { named, of } = openProviders({ doors: engine.doors, logger: silentLogger, fetched })
  const nameOf = async (found: ReturnType<typeof named>) => (await found)?.application.name
  return {
    answers,
    asked: () => asked.splice(0),
    named: (entityId: string) => nameOf(named(entityId)),
    of: (name: string) => nameOf(of(ids.get(name) as Id<'application'>)),
  }
}

eachEngine('one whose metadata nobody hands out keeps nobody else waiting', async (world) => {
  const scene = await open(world, {
    wiki: { entityId: 'wiki', acsUrls },
    shop: { metadata: metadata('shop') },
    down: { metadataUrl: urlOf('down'), entityId: 'down' },
    silent: { metadataUrl: urlOf('silent') },
    kept: { metadataUrl: urlOf('kept') },
  })
  const { answers, asked, named, of } = scene
  answers.set(urlOf('kept'), metadata('kept'))
  assert.equal(await of('kept'), 'kept')
  assert.deepEqual(asked(), [urlOf('kept')])
  world.clock.advance(2 * minute)
  for (const name of ['wiki', 'shop', 'kept']) assert.equal(await named(name), name)
  for (const name of ['wiki', 'shop', 'kept']) assert.equal(await of(name), name)
  assert.deepEqual(asked(), [], 'nobody was asked')

  assert.equal(await named('down'), undefined)
  assert.deepEqual(asked(), [urlOf('down')], 'only the one that is meant')
  assert.equal(await named('nobody'), undefined)
  assert.deepEqual(asked(), [urlOf('silent')], 'only the one whose name is not known')
  for (const name of ['down', 'nobody']) assert.equal(await named(name), undefined)
  assert.deepEqual(asked(), [], 'once a minute at most')

  answers.set(urlOf('silent'), metadata('silent'))
  world.clock.advance(2 * minute)
  assert.equal(await named('silent'), 'silent')
})

eachEngine(
  'R3: two that call themselves the same are both refused, also by what was fetched',
  async (world) => {
    const { answers, named, of } = await open(world, {
      wiki: { entityId: 'wiki', acsUrls },
      other: { metadataUrl: urlOf('other') },
      down: { metadataUrl: urlOf('down'), entityId: 'shop' },
      shop: { entityId: 'shop', acsUrls },
    })
    answers.set(urlOf('other'), metadata('wiki'))
    assert.equal(await of('other'), undefined)
    assert.equal(await named('wiki'), undefined)
    assert.equal(await of('wiki'), undefined)
    assert.equal(await named('shop'), undefined, 'an administrator has named both so')
  },
)
