import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Authority,
  authorityFolder,
  clientPurpose,
  type IssueRequest,
  openssl,
  rootAuthority,
  skipWithoutOpenssl as skip,
  usualKey,
} from '../../test/kit/authority.ts'
import { findPath, type PathRules, readCertificate } from './index.ts'
import { purposes } from './oids.ts'

const at = Date.parse('2026-11-25T12:00:00Z')
const folder = skip ? '' : authorityFolder()
const card: IssueRequest = { subject: '/O=Harbour Trading/CN=Ana', extensions: [clientPurpose] }
const keys: Readonly<Record<string, readonly string[]>> = {
  'RSA 2048': ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'RSA 1024': ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  'RSA-PSS': ['RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'P-256': usualKey,
  'P-384': ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'P-521': ['EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  'brainpool P-256': ['EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'],
  secp256k1: ['EC', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  Ed25519: ['ED25519'],
  Ed448: ['ED448'],
}

describe('a path to an anchor', { skip }, () => {
  const strong = ['RSA 2048', 'RSA-PSS', 'P-256', 'P-384', 'P-521', 'brainpool P-256', 'Ed25519', 'Ed448']
  for (const name of strong) {
    it(`is found and signed with ${name}`, () => {
      const root = rootAuthority(folder, { key: keys[name] ?? usualKey })
      assert.equal(outcome(root, [], card), 'found')
    })
  }

  it('is found with signatures of RSA-PSS', () => {
    const options = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest']
    const root = rootAuthority(folder, { key: keys['RSA 2048'] ?? [] })
    assert.equal(outcome(root, [], { ...card, options }), 'found')
  })

  for (const [name, request] of [
    ['a key of RSA with 1,024 bits', { key: keys['RSA 1024'] ?? [] }],
    ['a key on a curve of another kind', { key: keys.secp256k1 ?? [] }],
  ] as const) {
    it(`is refused as weak for ${name}, in a card and in an authority`, () => {
      assert.equal(outcome(rootAuthority(folder), [], { ...card, ...request }), 'weak')
      assert.equal(outcome(rootAuthority(folder, request), [], card), 'weak')
    })
  }

  it('is refused as weak for a signature over SHA-1', () => {
    assert.equal(outcome(rootAuthority(folder), [], { ...card, digest: 'sha1' }), 'weak')
  })

  it('ends at the anchor that was named, and at no other of the same name', () => {
    const [root, impostor] = [rootAuthority(folder), rootAuthority(folder)]
    const leaf = readCertificate(impostor.issue(card).der)
    const rules = { ...rulesFor(root), authorities: [readCertificate(impostor.der)] }
    assert.deepEqual(findPath(leaf, rules), { found: false, fault: 'untrusted' })
  })

  it('goes over authorities in whatever order they came, and over no more of them than it may', () => {
    const root = rootAuthority(folder)
    const chain: Authority[] = [root]
    for (let depth = 1; depth < 8; depth++) {
      const above = chain.at(-1) ?? root
      chain.push(above.authority({ subject: `/CN=Depth ${depth}` }))
      const under = chain.slice(1).toReversed()
      assert.equal(outcome(root, under, card, chain.at(-1)), depth < 7 ? 'found' : 'untrusted')
    }
  })

  it('is given up after a bounded number of signatures, however many authorities are sent', () => {
    const root = rootAuthority(folder)
    const crowd = Array.from({ length: 12 }, () => rootAuthority(folder, { subject: '/CN=Crowd' }))
    const leaf = crowd[0]?.issue(card)
    assert.ok(leaf)
    const authorities = [...crowd, ...crowd, ...crowd, ...crowd].map((one) => readCertificate(one.der))
    const began = performance.now()
    const result = findPath(readCertificate(leaf.der), { ...rulesFor(root), authorities })
    assert.equal(result.found, false)
    assert.ok(performance.now() - began < 2000)
  })

  it('holds at the first and at the last moment of a certificate, and not a second beyond', () => {
    const root = rootAuthority(folder)
    const [from, until] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-12-01T00:00:00Z')]
    const leaf = readCertificate(root.issue({ ...card, from, until }).der)
    for (const [moment, expected] of [
      [from.getTime() - 1000, 'not-yet-valid'],
      [from.getTime(), 'found'],
      [until.getTime(), 'found'],
      [until.getTime() + 1000, 'expired'],
    ] as const) {
      const result = findPath(leaf, { ...rulesFor(root), at: moment })
      assert.equal(result.found ? 'found' : result.fault, expected)
    }
  })

  it('needs the purpose in the certificate, and in every authority that says what it issues for', () => {
    const root = rootAuthority(folder)
    for (const [extensions, expected] of [
      [[clientPurpose], 'found'],
      [['extendedKeyUsage = serverAuth, clientAuth'], 'found'],
      [['extendedKeyUsage = serverAuth'], 'purpose'],
      [['extendedKeyUsage = anyExtendedKeyUsage'], 'purpose'],
      [[], 'purpose'],
      [[clientPurpose, 'keyUsage = keyEncipherment'], 'purpose'],
      [[clientPurpose, 'basicConstraints = CA:true'], 'authority'],
      [[clientPurpose, '1.2.3.4 = critical, ASN1:NULL'], 'unknown-extension'],
      [[clientPurpose, '1.2.3.4 = ASN1:NULL'], 'found'],
    ] as const)
      assert.equal(outcome(root, [], { ...card, extensions }), expected, extensions.join())
    const base = ['basicConstraints = critical, CA:true', 'keyUsage = critical, keyCertSign']
    for (const [purpose, expected] of [
      ['serverAuth', 'purpose'],
      ['clientAuth', 'found'],
      ['anyExtendedKeyUsage', 'found'],
    ] as const) {
      const sub = root.authority({
        subject: '/CN=Sub',
        extensions: [...base, `extendedKeyUsage = ${purpose}`],
      })
      assert.equal(outcome(root, [sub], card, sub), expected, purpose)
    }
  })

  it('needs authorities that say that they are some, and keeps to the length that they allow', () => {
    const root = rootAuthority(folder)
    const noAuthority = root.authority({ subject: '/CN=None', extensions: ['keyUsage = keyCertSign'] })
    assert.equal(outcome(root, [noAuthority], card, noAuthority), 'authority')
    const signsNone = root.authority({
      subject: '/CN=Signs none',
      extensions: ['basicConstraints = critical, CA:true', 'keyUsage = cRLSign'],
    })
    assert.equal(outcome(root, [signsNone], card, signsNone), 'authority')
    const last = root.authority({
      subject: '/CN=Last',
      extensions: ['basicConstraints = critical, CA:true, pathlen:0'],
    })
    const beyond = last.authority({ subject: '/CN=Beyond' })
    assert.equal(outcome(root, [last], card, last), 'found')
    assert.equal(outcome(root, [last, beyond], card, beyond), 'authority')
  })

  it('keeps names within what an authority may issue for', () => {
    const root = rootAuthority(folder)
    const sub = root.authority({
      subject: '/CN=Limited',
      extensions: [
        'basicConstraints = critical, CA:true',
        'nameConstraints = critical, permitted;email:.harbour.example, excluded;email:evil.harbour.example',
      ],
    })
    for (const [email, expected] of [
      ['ana@mail.harbour.example', 'found'],
      ['ana@evil.harbour.example', 'name'],
      ['ana@other.example', 'name'],
      ['ana@xharbour.example', 'name'],
    ] as const) {
      const extensions = [clientPurpose, `subjectAltName = email:${email}`]
      assert.equal(outcome(root, [sub], { ...card, extensions }, sub), expected, email)
    }
  })

  it('is judged as OpenSSL judges it, chain by chain', () => {
    const root = rootAuthority(folder)
    const sub = root.authority({ subject: '/CN=Second opinion' })
    const wishes: readonly (readonly string[])[] = [
      [clientPurpose],
      ['extendedKeyUsage = serverAuth'],
      [clientPurpose, 'keyUsage = keyEncipherment'],
      [clientPurpose, '1.2.3.4 = critical, ASN1:NULL'],
    ]
    for (const extensions of wishes) {
      const leaf = sub.issue({ ...card, extensions })
      const ours = findPath(readCertificate(leaf.der), {
        ...rulesFor(root),
        authorities: [readCertificate(sub.der)],
      })
      const args = [
        'verify',
        '-purpose',
        'sslclient',
        '-CAfile',
        root.file,
        '-untrusted',
        sub.file,
        leaf.file,
      ]
      let theirs = true
      try {
        openssl(args)
      } catch {
        theirs = false
      }
      assert.equal(ours.found, theirs, extensions.join())
    }
  })
})

function rulesFor(root: Authority): PathRules {
  return {
    at,
    anchors: [readCertificate(root.der)],
    authorities: [],
    purposes: [purposes.clientAuthentication],
  }
}

function outcome(
  root: Authority,
  under: readonly Authority[],
  wish: IssueRequest,
  issuer = under.at(-1) ?? root,
) {
  const leaf = readCertificate(issuer.issue(wish).der)
  const authorities = under.map((one) => readCertificate(one.der))
  const result = findPath(leaf, { ...rulesFor(root), authorities })
  return result.found ? 'found' : result.fault
}
