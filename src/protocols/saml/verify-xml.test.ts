import assert from 'node:assert/strict'
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { SignedXml } from 'xml-crypto'
import { enveloped, exclusive, sha256 } from './algorithms.ts'
import { issuerOf, readAuthnRequest } from './authn-request.ts'
import { issuer, newTestPair, requestXml, signatureIn, signedRequest } from './message.fixture.ts'
import { verifiedXml } from './verify-xml.ts'

const pair = newTestPair()
const stranger = newTestPair()
const signed = signedRequest(pair)
const signature = signatureIn(signed)
const original = signed.replace(signature, '')
const keys = [pair.publicKey]

const evil = 'https://evil.example'
const extensions = (inside: string) =>
  `<samlp:Extensions xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${inside}</samlp:Extensions>`
const object = (inside: string) =>
  signature.replace('</ds:Signature>', `<ds:Object>${inside}</ds:Object></ds:Signature>`)
const forged = (id: string, inside: string) => requestXml({ id, from: evil, inside })

/** Either refused, or read as it was signed. */
function isNeverEvil(xml: string, name: string): void {
  let read: string | undefined
  try {
    const element = verifiedXml(xml, keys)
    read = element && issuerOf(element)
  } catch (error) {
    assert.match(String((error as { code?: string }).code), /^saml\.(signature|malformed)$/, name)
    return
  }
  assert.equal(read, issuer, name)
}

test('reads what an application has signed', () => {
  const element = verifiedXml(signed, [stranger.publicKey, pair.publicKey])
  assert.ok(element)
  assert.equal(readAuthnRequest(element).issuer, issuer)
})

const wrappings: Readonly<Record<string, string>> = {
  'XSW1: the original inside the signature of a forged root': forged('_evil', object(original)),
  'XSW2: the original beside its signature in a forged root': forged('_evil', signature + original),
  'XSW3: the whole original inside a forged root': forged('_evil', extensions(signed)),
  'XSW4: a forged message inside the signed root': signed.replace(
    '</samlp:AuthnRequest>',
    `${extensions(forged('_evil', ''))}</samlp:AuthnRequest>`,
  ),
  'XSW5: the same id twice, the original last': forged('_one', signature + extensions(original)),
  'XSW6: the same id twice, the original in the signature': forged('_one', object(original)),
  'XSW7: the original in Extensions, the signature at the root': forged(
    '_evil',
    signature + extensions(original),
  ),
  'XSW8: a forged message in an Object of the signature': signed.replace(
    signature,
    object(forged('_evil', '')),
  ),
  'the original in Advice, signed there': forged('_evil', `<saml:Advice>${signed}</saml:Advice>`),
}

for (const [name, xml] of Object.entries(wrappings))
  test(`A-080 ${name}: is not read`, () => {
    isNeverEvil(xml, name)
    assert.throws(() => verifiedXml(xml, keys), { code: /^saml\.(signature|malformed)$/ })
  })

test('A-081: what is not signed is not taken for signed, and a changed message does not hold', () => {
  assert.equal(verifiedXml(requestXml(), keys), undefined)
  assert.throws(() => verifiedXml(signed.replace(`>${issuer}<`, `>${evil}<`), keys), {
    code: 'saml.signature',
  })
})

test('A-081: a key in the message is not ours to believe', () => {
  assert.throws(() => verifiedXml(signedRequest(stranger), keys), { code: 'saml.signature' })
})

test('A-081, V-88: an empty reference, two of them, two SignedInfo, or a comment in the digest', () => {
  const info = /<ds:SignedInfo>[\s\S]*<\/ds:SignedInfo>/.exec(signed)?.[0] ?? ''
  const reference = /<ds:Reference[\s\S]*<\/ds:Reference>/.exec(signed)?.[0] ?? ''
  const value = /<ds:DigestValue>([^<]*)/.exec(signed)?.[1] ?? ''
  for (const changed of [
    signed.replace('URI="#_one"', 'URI=""'),
    signed.replace('URI="#_one"', 'URI="https://evil.example/x"'),
    signed.replace(reference, reference + reference),
    signed.replace(reference, ''),
    signed.replace(info, info + info),
    signed.replace(value, `<!-- -->${value}`),
    signed.replace(value, `${value.slice(0, 4)}<!--x-->${value.slice(4)}`),
    signed.replace(enveloped, 'http://www.w3.org/TR/1999/REC-xslt-19991116'),
    signed.replaceAll(exclusive, `${exclusive}WithComments`),
  ])
    assert.throws(() => verifiedXml(changed, keys), { code: /^saml\.(signature|malformed)$/ })
})

function signedBy(
  algorithm: string,
  sign: (text: string) => string,
  digestAlgorithm = sha256,
  xml = requestXml(),
): string {
  const signer = new SignedXml({
    privateKey: 'unused',
    idAttribute: 'ID',
    signatureAlgorithm: algorithm,
    canonicalizationAlgorithm: exclusive,
  })
  signer.SignatureAlgorithms = {
    ...signer.SignatureAlgorithms,
    [algorithm]: class {
      getAlgorithmName() {
        return algorithm
      }
      getSignature(text: unknown) {
        return sign(String(text))
      }
      verifySignature() {
        return false
      }
    } as never,
  }
  signer.addReference({ xpath: '/*', transforms: [enveloped, exclusive], digestAlgorithm })
  signer.computeSignature(xml, { location: { reference: '/*/*[1]', action: 'after' } })
  return signer.getSignedXml()
}

test('A-081: SHA-1, in the signature and in the digest', () => {
  const sha1 = (text: string) => createSign('sha1').update(text).sign(pair.privateKey, 'base64')
  const rsaSha1 = signedBy('http://www.w3.org/2000/09/xmldsig#rsa-sha1', sha1)
  assert.throws(() => verifiedXml(rsaSha1, keys), { code: 'saml.signature' })
  const strong = (text: string) => createSign('sha256').update(text).sign(pair.privateKey, 'base64')
  const weakDigest = signedBy(
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    strong,
    'http://www.w3.org/2000/09/xmldsig#sha1',
  )
  assert.throws(() => verifiedXml(weakDigest, keys), { code: 'saml.signature' })
})

test('A-081: HMAC with the certificate as its key', () => {
  for (const key of [pair.pem, pair.publicKey.export({ format: 'pem', type: 'spki' })]) {
    const hmac = (text: string) => createHmac('sha256', key).update(text).digest('base64')
    const confused = signedBy('http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', hmac)
    assert.throws(() => verifiedXml(confused, keys), { code: 'saml.signature' })
  }
})

test('ECDSA is taken from a key of its kind, and from no other', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const sign = (text: string) =>
    createSign('sha256').update(text).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }, 'base64')
  const xml = signedBy('http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', sign)
  assert.ok(verifiedXml(xml, [publicKey]))
  assert.throws(() => verifiedXml(xml, keys), { code: 'saml.signature' })
})

test('A-080, A-114: what nobody has signed costs little, however it is made and however many keys there are', () => {
  const many = Array.from({ length: 4 }, () => newTestPair().publicKey)
  const attributes = (count: number, prefix = '') =>
    Array.from({ length: count }, (_, at) => `${prefix}a${at}="x"`).join(' ')
  const costly = [
    `<b ${attributes(50)}/>`.repeat(70),
    `<b ${attributes(50, 'xmlns:')}/>`.repeat(40),
    `<b ${attributes(40)}/>`.repeat(7),
    `${'<a>'.repeat(36)}${'<b/>'.repeat(300)}${'</a>'.repeat(36)}`,
    '&lt;'.repeat(7000),
  ].map((inside) => signed.replace('</samlp:AuthnRequest>', `${extensions(inside)}</samlp:AuthnRequest>`))
  for (const xml of costly) assert.throws(() => verifiedXml(xml, many))
  const began = performance.now()
  for (const xml of costly) assert.throws(() => verifiedXml(xml, many))
  assert.ok(performance.now() - began < 600)
})
