import assert from 'node:assert/strict'
import { rest } from '../../../src/protocols/rest/index.ts'
import { samlDoor } from '../../../src/protocols/saml/index.ts'
import { bindings, ns } from '../../../src/protocols/saml/names.ts'
import { attack } from '../../kit/attack.ts'
import { signInAt } from '../../kit/server.ts'
import { begin, connect, follow, set, visit } from '../../saml/service-provider.fixture.ts'

/** What the hostile application hands out as its metadata, whenever it is asked. */
let handedOut = ''
const doors = [rest, samlDoor(async () => new Response(handedOut))]

function metadata(entityId: string, ...consumers: readonly string[]): string {
  const services = consumers.map(
    (location, index) =>
      `<AssertionConsumerService index="${index}" Binding="${bindings.post}" Location="${location}"/>`,
  )
  return `<EntityDescriptor xmlns="${ns.metadata}" entityID="${entityId}"><SPSSODescriptor protocolSupportEnumeration="${ns.protocol}">${services.join('')}</SPSSODescriptor></EntityDescriptor>`
}

const fetchedFrom = { metadataUrl: 'https://evil.example/metadata', idpInitiated: true }

attack(
  'R3: an application that calls itself by the name of another lets nobody in to that one',
  async (scene) => {
    const bank = await connect(scene)
    const evil = await connect(scene, { byHand: true })
    handedOut = metadata(bank.entityId, bank.acs)
    await set(scene, evil.application, fetchedFrom)
    const browser = await scene.server.browser()
    await signInAt(scene, browser, scene.alice)
    const answer = await visit(browser, `/saml/start/${evil.application.id}`)
    assert.equal(answer.status, 404, answer.text)
  },
  { server: { doors } },
)

attack(
  'R3: nor one that changes its name on the way, and the other is not shut by it',
  async (scene) => {
    const bank = await connect(scene)
    const evil = await connect(scene, { byHand: true })
    handedOut = metadata('https://evil.example/', 'https://evil.example/acs', bank.acs)
    await set(scene, evil.application, fetchedFrom)
    const browser = await scene.server.browser()
    await signInAt(scene, browser, scene.alice)
    const way = await visit(browser, `/saml/start/${evil.application.id}`)
    assert.equal(way.status, 200)
    handedOut = metadata(bank.entityId, 'https://evil.example/acs', bank.acs)
    scene.clock.advance(61 * 60_000)
    await visit(browser, `/saml/start/${evil.application.id}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.equal((await begin(browser, bank)).status, 200, 'the bank is open as before')
    const later = await follow(browser, await visit(browser, `/saml/start/${evil.application.id}`))
    if (!(later instanceof URL)) assert.doesNotMatch(later.text, /wiki\d+\.example/)
  },
  { server: { doors } },
)
