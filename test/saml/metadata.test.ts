import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateServiceProviderMetadata } from '@node-saml/node-saml'
import { readMetadata } from '../../src/protocols/saml/service-provider.ts'
import { newPair, pair } from './service-provider.fixture.ts'

const issuer = 'https://wiki.example/saml'
const callbackUrl = 'https://wiki.example/saml/acs'

function metadata(more: Partial<Parameters<typeof generateServiceProviderMetadata>[0]> = {}): string {
  return generateServiceProviderMetadata({
    issuer,
    callbackUrl,
    identifierFormat: null,
    wantAssertionsSigned: true,
    signMetadata: false,
    ...more,
  } as Parameters<typeof generateServiceProviderMetadata>[0])
}

test('what node-saml tells of itself is read', () => {
  const read = readMetadata(metadata({ privateKey: pair.privatePem, publicCerts: pair.certificate }))
  assert.equal(read.entityId, issuer)
  assert.deepEqual(read.consumers, [{ location: callbackUrl, index: 1, isDefault: true }])
  assert.equal(read.signingKeys.length, 1)
  assert.equal(read.signsRequests, true)
  assert.equal(read.logout, undefined)
})

test('both keys of one that is changing its key', () => {
  const two = [pair.certificate, newPair().certificate]
  assert.equal(
    readMetadata(metadata({ privateKey: pair.privatePem, publicCerts: two })).signingKeys.length,
    2,
  )
})

test('metadata that are none, or lead where nobody may be sent, are refused', () => {
  const good = metadata()
  for (const [name, xml] of Object.entries({
    nothing: '',
    words: 'hello',
    'another element': '<a/>',
    'no service provider': `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"/>`,
    script: good.replaceAll(callbackUrl, 'javascript:alert(1)'),
    'in the clear': good.replaceAll(callbackUrl, 'http://wiki.example/acs'),
    'a document type': `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${good.replace(/^<\?xml[^>]*\?>/, '')}`,
    'no POST': good.replaceAll('HTTP-POST', 'HTTP-Artifact'),
  }))
    assert.throws(() => readMetadata(xml), { code: 'saml.metadata' }, name)
})
