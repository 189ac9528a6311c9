import assert from 'node:assert/strict'
import { createApplication } from '../../src/administration/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { silentLogger } from '../../src/kernel/logger.ts'
import { openFetched } from '../../src/protocols/saml/fetched.ts'
import { whatIsOver } from '../../src/protocols/saml/over.ts'
import { readMetadata } from '../../src/protocols/saml/service-provider.ts'
import { eachEngine, operator } from '../kit/engine.ts'

const url = 'https://wiki.example/metadata'
const id = '0000000000000000000000000000wiki' as Id<'application'>
const minute = 60_000

function metadata(location: string, more = ''): string {
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="wiki"${more}><SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><AssertionConsumerService index="0" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://wiki.example/${location}"/></SPSSODescriptor></EntityDescriptor>`
}

eachEngine(
  'fetched metadata are kept, looked for again, and gone on with while nobody answers',
  async ({ engine, clock }) => {
    let answer: string | undefined = metadata('one')
    let asked = 0
    const outbound = async () => {
      asked++
      return answer === undefined ? new Response('', { status: 503 }) : new Response(answer)
    }
    const { find } = openFetched({
      storage: engine.storage,
      logger: silentLogger,
      outbound,
    })
    const settled = async () => {
      await find({ applicationId: id, url })
      await new Promise((resolve) => setTimeout(resolve, 200))
      return find({ applicationId: id, url })
    }
    assert.deepEqual(await find({ applicationId: id, url }), readMetadata(metadata('one')))
    assert.deepEqual(await find({ applicationId: id, url }), readMetadata(metadata('one')))
    assert.equal(asked, 1, 'not at each request')

    answer = metadata('two')
    clock.advance(61 * minute)
    assert.deepEqual(await settled(), readMetadata(metadata('two')), 'a new key or address arrives by itself')

    answer = undefined
    clock.advance(61 * minute)
    assert.deepEqual(await settled(), readMetadata(metadata('two')), 'nobody answers')
    answer = '<not-metadata/>'
    clock.advance(61 * minute)
    assert.deepEqual(await settled(), readMetadata(metadata('two')), 'what is none takes no place')

    answer = metadata('elsewhere').replace('entityID="wiki"', 'entityID="bank"')
    clock.advance(61 * minute)
    assert.deepEqual(
      await settled(),
      readMetadata(metadata('two')),
      'who calls itself otherwise is somebody else',
    )

    answer = undefined
    clock.advance(15 * 24 * 60 * minute)
    assert.equal(await find({ applicationId: id, url }), undefined, 'not for ever')

    answer = metadata('three', ` validUntil="${new Date(clock.now() + 10 * minute).toISOString()}"`)
    clock.advance(2 * minute)
    assert.deepEqual(await find({ applicationId: id, url }), readMetadata(answer))
    clock.advance(11 * minute)
    answer = undefined
    assert.equal(await find({ applicationId: id, url }), undefined, 'they say themselves until when')

    answer = metadata('elsewhere').replace('entityID="wiki"', 'entityID="bank"')
    clock.advance(2 * minute)
    assert.equal(await find({ applicationId: id, url }), undefined)
    clock.advance(2 * minute)
    const renamed = { applicationId: id, url, entityId: 'bank' }
    assert.deepEqual(await find(renamed), readMetadata(answer), 'unless an administrator names it')
  },
)

eachEngine(
  'metadata of an application that is gone are dropped, and those of one that is connected are not',
  async ({ engine, clock }) => {
    const [wiki, shop] = await Promise.all(
      ['Wiki', 'Shop'].map((name) => createApplication(engine, { actor: operator, name })),
    )
    assert.ok(wiki && shop)
    for (const { id: applicationId } of [wiki, shop]) {
      const connecting = engine.doors.set(applicationId, 'saml', { metadataUrl: url })
      await engine.storage.book({ statements: [connecting], locks: [applicationId] })
    }
    const outbound = async () => new Response(metadata('one'))
    const { find, names } = openFetched({ storage: engine.storage, logger: silentLogger, outbound })
    for (const { id: applicationId } of [wiki, shop]) {
      clock.advance(2 * minute)
      assert.ok(await find({ applicationId, url }))
    }
    await engine.storage.book({ statements: engine.doors.remove(wiki.id, 'saml'), locks: [wiki.id] })
    await engine.storage.book({ statements: await whatIsOver(engine, clock.now()), locks: ['sweep'] })
    const nameOf = await names()
    assert.equal(nameOf({ applicationId: wiki.id, url }), undefined)
    assert.equal(nameOf({ applicationId: shop.id, url }), 'wiki')
  },
)
