import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { attack } from '../kit/attack.ts'
import { begin, connect, ownCertificates, pair, signOn, xmlOf } from './service-provider.fixture.ts'

const asked = spawnSync('xmlsec1', ['--version'], { encoding: 'utf8' })
const found = asked.status === 0
/** From 1.3 on, a key is only tried where the message names it, or where one says so. */
const lax = /^xmlsec1 1\.[0-2]\./.test(asked.stdout ?? '') ? [] : ['--lax-key-search']

if (!found && process.env.CI !== 'true')
  test('our signatures, by xmlsec1', { skip: 'absent: xmlsec1 is not on PATH' }, () => {})
else {
  attack('xmlsec1 holds both of our signatures, and no changed one', async (scene) => {
    const wiki = await connect(scene)
    const browser = await scene.server.browser()
    const xml = xmlOf(await signOn(scene, browser, await begin(browser, wiki), scene.alice))
    const [certificate = ''] = await ownCertificates(scene)
    const changed = xml.replace('acr:mfa', 'acr:hardware')
    for (const name of ['Response', 'Assertion'] as const) {
      assert.equal(verify(xml, certificate, name), '', name)
      assert.match(verify(changed, certificate, name), /FAIL|digest/i, name)
    }
  })

  attack('xmlsec1 opens what we encrypt for it, with its key and no other', async (scene) => {
    const wiki = await connect(scene, { settings: { encrypt: true, attributes: { who: 'name' } } })
    const browser = await scene.server.browser()
    const xml = xmlOf(await signOn(scene, browser, await begin(browser, wiki), scene.alice))
    const opened = inFolder({ 'response.xml': xml, 'key.pem': pair.privatePem }, [
      ...['--decrypt', ...lax, '--privkey-pem', 'key.pem', 'response.xml'],
    ])
    assert.match(opened.stdout, /<saml:AttributeValue>alice</, opened.stderr)
    assert.match(opened.stdout, /<ds:SignatureValue>/, 'signed before it was encrypted')
  })
}

/** Nothing, or what is wrong. The certificate is the only key that counts, whatever the message says. */
function verify(xml: string, certificate: string, name: 'Response' | 'Assertion'): string {
  const pem = `-----BEGIN CERTIFICATE-----\n${certificate.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`
  const space = name === 'Response' ? 'protocol' : 'assertion'
  const words = [
    ...['--verify', ...lax, '--pubkey-cert-pem', 'cert.pem', '--enabled-key-data', 'rsa'],
    ...['--id-attr:ID', `urn:oasis:names:tc:SAML:2.0:${space}:${name}`],
    ...['--node-xpath', `//*[local-name()='${name}']/*[local-name()='Signature']`, 'response.xml'],
  ]
  const { status, stderr } = inFolder({ 'response.xml': xml, 'cert.pem': pem }, words)
  return status === 0 ? '' : stderr
}

function inFolder(files: Readonly<Record<string, string>>, words: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'sallyport-xmlsec-'))
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
    return spawnSync('xmlsec1', words, { cwd, encoding: 'utf8' })
  } finally {
    rmSync(cwd, { recursive: true })
  }
}
