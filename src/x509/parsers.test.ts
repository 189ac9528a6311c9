import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { SallyportError } from '../kernel/errors.ts'
import { elementsOf, numbered, numberedValue, readDer } from './der.ts'
import { der, oid, sequence } from './der-writer.ts'
import { readGeneralName } from './general-name.ts'
import { findPath, pemBlocks, readCertificate, readRevocationList, readStatusResponse } from './index.ts'
import { canonicalName, isSameName, readName } from './name.ts'
import { asciiOf, oidOf, serialOf, smallNumberOf, textOf, timeOf, truthOf } from './values.ts'
import pkits from './vectors/pkits.json' with { type: 'json' }

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
const good = bytesOf(pkits.certificates.GoodCACert)
const goodList = bytesOf(pkits.lists.GoodCACRL)

describe('the reader of DER', () => {
  it('takes one spelling of everything, and says what is wrong with others', () => {
    for (const hex of [
      '', // nothing
      '30', // no length
      '3003', // cut off
      '30800000', // indefinite length
      '308103020101', // a length longer than it must be
      '30820003020101',
      '308500000000030201', // a length beyond reason
      '3fff', // a tag without end
      '3f800100', // a long tag that is not the shortest
      '3f1e00', // a long tag for a small number
      'bf84808000', // a tag beyond reason
      '30030201010000', // bytes left over
    ])
      assert.throws(() => readDer(Buffer.from(hex, 'hex')), { code: 'x509.malformed' }, hex)
  })

  it('reads a number beyond 30 in a tag, and tells it from every other', () => {
    const element = readDer(Buffer.from('bf853e03020100', 'hex'))
    assert.equal(element.tag, numbered(702))
    assert.deepEqual(
      elementsOf(element, numbered(702)).map((one) => smallNumberOf(one)),
      [0],
    )
    for (const other of [numbered(30), numbered(31), numberedValue(702), numbered(702 % 31)])
      assert.notEqual(element.tag, other)
  })

  it('takes no value in two spellings', () => {
    const wrong: readonly (readonly [(element: ReturnType<typeof readDer>) => unknown, string])[] = [
      [truthOf, '010101'],
      [truthOf, '01020000'],
      [serialOf, '0200'],
      [serialOf, '02020001'],
      [serialOf, '0202ffff'],
      [oidOf, '0600'],
      [oidOf, '06028001'],
      [oidOf, '060155ff'.slice(0, 6).concat('')],
      [timeOf, '170b3236313132353132305a'],
      [timeOf, '170d3236313332353132303030305a'],
      [timeOf, '170d3236303233303132303030305a'],
      [timeOf, '171132363131323531323030303 02b30313030'.replaceAll(' ', '')],
    ]
    for (const [read, hex] of wrong.filter(([, text]) => text !== '060155'))
      assert.throws(() => read(readDer(Buffer.from(hex, 'hex'))), { code: 'x509.malformed' }, hex)
  })

  it('reads any bytes or refuses them by name, and throws nothing else', () => {
    const readers = [readCertificate, readRevocationList, (bytes: Uint8Array) => readName(readDer(bytes))]
    fc.assert(
      fc.property(fc.constantFrom(...readers), fc.uint8Array({ maxLength: 200 }), (read, bytes) => {
        assert.ok(readsOrRefuses(() => read(bytes)))
      }),
      { numRuns: 2000 },
    )
  })

  it('reads a certificate or list with any byte changed, or refuses it by name', () => {
    for (const [read, whole] of [
      [readCertificate, good],
      [readRevocationList, goodList],
    ] as const) {
      fc.assert(
        fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
          const changed = Uint8Array.from(whole)
          changed[place] = (changed[place] ?? 0) ^ change
          assert.ok(readsOrRefuses(() => read(changed)))
        }),
        { numRuns: 3000 },
      )
    }
  })

  it('finds no path for a certificate with any byte changed', () => {
    const anchors = [readCertificate(bytesOf(pkits.certificates.TrustAnchorRootCertificate))]
    const authorities = [readCertificate(good)]
    const leaf = bytesOf(pkits.certificates.ValidCertificatePathTest1EE)
    const rules = { at: Date.parse('2026-11-25T12:00:00Z'), anchors, authorities }
    assert.ok(findPath(readCertificate(leaf), rules).found)
    for (let place = 0; place < leaf.length; place++) {
      const changed = Uint8Array.from(leaf)
      changed[place] = (changed[place] ?? 0) ^ 0x01
      let found = false
      const read = readsOrRefuses(() => {
        found = findPath(readCertificate(changed), rules).found
      })
      assert.ok(read && !found, `byte ${place}`)
    }
  })

  it('finds no path over an extension that is not what it must be, and throws nothing', () => {
    const anchors = [readCertificate(bytesOf(pkits.certificates.TrustAnchorRootCertificate))]
    const authority = readCertificate(good)
    const leaf = readCertificate(bytesOf(pkits.certificates.ValidCertificatePathTest1EE))
    const broken = new Map(authority.extensions)
    broken.set('2.5.29.19', {
      critical: true,
      get value() {
        return readDer(Buffer.from('no DER', 'latin1'))
      },
    })
    const rules = { at: Date.parse('2026-11-25T12:00:00Z'), anchors }
    assert.ok(findPath(leaf, { ...rules, authorities: [authority] }).found)
    assert.deepEqual(findPath(leaf, { ...rules, authorities: [{ ...authority, extensions: broken }] }), {
      found: false,
      fault: 'unreadable',
    })
  })

  it('answers to any bytes that a responder may send', () => {
    const question = { certificate: readCertificate(good), issuer: readCertificate(good), nonce: undefined }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        assert.equal(readStatusResponse(bytes, question, 0).status, 'unknown')
      }),
    )
  })
})

describe('names', () => {
  it('are the same whatever the kind of string, case and spaces, and never by joining parts', () => {
    const name = (...parts: readonly (readonly [string, number, string])[]) =>
      readName(
        readDer(
          sequence(
            ...parts.map(([type, tag, text]) =>
              der(0x31, sequence(oid(type), der(tag, Buffer.from(text, 'utf8')))),
            ),
          ),
        ),
      )
    const plain = name(['2.5.4.10', 0x13, 'Harbour Trading'], ['2.5.4.3', 0x13, 'Ana'])
    assert.ok(isSameName(plain, name(['2.5.4.10', 0x0c, ' HARBOUR   trading '], ['2.5.4.3', 0x0c, 'ana'])))
    for (const other of [
      name(['2.5.4.3', 0x13, 'Ana'], ['2.5.4.10', 0x13, 'Harbour Trading']),
      name(['2.5.4.10', 0x13, 'Harbour Trading']),
      name(['2.5.4.10', 0x13, 'Harbour Trading"],["2.5.4.3'], ['2.5.4.3', 0x13, 'Ana']),
      name(['2.5.4.11', 0x13, 'Harbour Trading'], ['2.5.4.3', 0x13, 'Ana']),
      name(),
    ])
      assert.notEqual(canonicalName(plain), canonicalName(other))
  })

  it('with a NUL, a line break or another character that hides what follows are refused', () => {
    for (const hidden of ['ana\u0000.evil', 'ana\nbob', '\u001b[2J', 'ana\u2028'])
      assert.throws(() => textOf(readDer(der(0x0c, Buffer.from(hidden, 'utf8')))), { code: 'x509.malformed' })
    for (const hidden of [
      'ana@harbour.example\u0000@evil.example',
      'ana @harbour.example',
      'än@harbour.example',
    ])
      assert.throws(() => readGeneralName(readDer(der(0x81, Buffer.from(hidden, 'utf8')))), {
        code: 'x509.malformed',
      })
    assert.throws(() => asciiOf(readDer(der(0x86, Buffer.from('http://a\r\nb', 'utf8')))), {
      code: 'x509.malformed',
    })
  })

  it('of UTF-8 that is none are refused', () => {
    assert.throws(() => textOf(readDer(Buffer.from('0c02c080', 'hex'))), { code: 'x509.malformed' })
  })
})

describe('PEM', () => {
  it('holds as many blocks of a kind as it says, and none of another', () => {
    const block = (kind: string) => `-----BEGIN ${kind}-----\nAAAA\n-----END ${kind}-----\n`
    const text = Buffer.from(`${block('CERTIFICATE')}noise\n${block('CERTIFICATE')}${block('X509 CRL')}`)
    assert.equal(pemBlocks(text, 'CERTIFICATE').length, 2)
    assert.equal(pemBlocks(text, 'X509 CRL').length, 1)
    assert.equal(pemBlocks(good, 'CERTIFICATE').length, 0)
  })
})

function readsOrRefuses(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    return error instanceof SallyportError && error.code === 'x509.malformed'
  }
}
