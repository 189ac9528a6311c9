import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { addressesAt } from '../../src/protocols/saml/addresses.ts'
import { currentKeys } from '../../src/protocols/saml/keys.ts'
import { ownMetadata } from '../../src/protocols/saml/metadata.ts'
import { eachEngine, onTwoNodes, rowsOf } from '../kit/engine.ts'
import { origin } from '../kit/server.ts'

const day = 24 * 3_600_000

eachEngine(
  'F-26: a new key is told of long before it signs, and the old one for a while after',
  async ({ engine, clock }) => {
    const keys = () => currentKeys({ ...engine, baseUrl: origin })
    const first = await keys()
    assert.deepEqual(first.certificates, [first.signing.certificate])
    assert.deepEqual(await keys(), first, 'one, and the same')

    clock.advance((2 * 365 - 89) * day)
    const announced = await keys()
    assert.equal(announced.signing.certificate, first.signing.certificate, 'the old one still signs')
    assert.equal(announced.certificates.length, 2)
    assert.equal(announced.certificates[0], first.signing.certificate)

    clock.advance(91 * day)
    const turned = await keys()
    assert.equal(turned.signing.certificate, announced.certificates[1])
    assert.equal(turned.certificates[1], first.signing.certificate, 'still told of')

    clock.advance(31 * day)
    const after = await keys()
    assert.deepEqual(after.certificates, [turned.signing.certificate])
    const xml = ownMetadata(addressesAt(origin), announced.certificates)
    assert.equal([...xml.matchAll(/use="signing"/g)].length, 2)
  },
)

eachEngine(
  'a certificate is valid as long as its key is told of, and the key lies sealed',
  async ({ engine, clock }) => {
    const { signing } = await currentKeys({ ...engine, baseUrl: origin })
    const certificate = new X509Certificate(Buffer.from(signing.certificate, 'base64'))
    assert.ok(certificate.checkPrivateKey(signing.privateKey))
    assert.ok(certificate.verify(certificate.publicKey))
    assert.ok(Date.parse(certificate.validTo) > clock.now() + (2 * 365 + 30) * day)
    const rows = await rowsOf(engine, 'saml_keys')
    assert.equal(rows.length, 1)
    const der = signing.privateKey.export({ format: 'der', type: 'pkcs8' })
    assert.ok(!Buffer.from(rows[0]?.private_key as Uint8Array).includes(der.subarray(30, 60)))
  },
)

onTwoNodes('two nodes that find a key due make one', async (_world, nodes) => {
  const made = await Promise.all(nodes.map((engine) => currentKeys({ ...engine, baseUrl: origin })))
  assert.equal(made[0]?.signing.certificate, made[1]?.signing.certificate)
})
