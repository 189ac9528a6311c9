import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import * as openpgp from 'openpgp'
import { importer, problemsOf, recognised, secretOf } from '../../test/files.ts'

const hex = '3132333435363738393031323334353637383930'
const passphrase = 'correct horse battery staple'
const table = Buffer.from(`serial,secret\nHT1,${hex}\nHT2,${hex}\n`)
const tooMany = new Uint8Array(129 * 1024 * 1024)
const fresh = { kind: 'event' } as const

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'wrap-'))
})
after(() => {
  if (!absent('gpgconf')) spawnSync('gpgconf', ['--homedir', folder, '--kill', 'all'])
  rmSync(folder, { recursive: true, force: true })
})

describe('ZIP archives', () => {
  const zip = importer('zip')

  it('with AES-256, with the old encryption and with none are opened, and what is inside is read', async () => {
    const archives = [
      await zipped(table, { password: passphrase, encryptionStrength: 3 }),
      await zipped(table, { password: passphrase, zipCrypto: true }),
      await zipped(table, {}),
    ]
    for (const archive of archives) {
      assert.equal(recognised(archive), 'zip')
      const tokens = await zip.read(archive, { passphrase, ...fresh })
      assert.deepEqual(tokens.map(secretOf), [hex, hex])
      assert.equal(tokens[0]?.data.kind, 'event')
    }
  })

  it('as 7-Zip makes them', { skip: absent('7z') }, async () => {
    const [file, archive] = [join(folder, 'box.csv'), join(folder, 'box.zip')]
    writeFileSync(file, table)
    execFileSync('7z', ['a', '-tzip', '-mem=AES256', `-p${passphrase}`, archive, file], { stdio: 'ignore' })
    const tokens = await zip.read(readFileSync(archive), { passphrase, ...fresh })
    assert.deepEqual(tokens.map(secretOf), [hex, hex])
  })

  it('are refused without their passphrase, with a wrong one, torn, and with more than one file', async () => {
    const archive = await zipped(table, { password: passphrase, encryptionStrength: 3 })
    await refused(zip.read(archive, {}), 'it is encrypted')
    await refused(zip.read(archive, { passphrase: 'wrong' }), 'it cannot be opened')
    await refused(zip.read(archive.subarray(0, -9), { passphrase }), 'it cannot be opened')
    const flipped = Uint8Array.from(archive, (byte, at) => (at === 90 ? byte ^ 1 : byte))
    await refused(zip.read(flipped, { passphrase }), 'it cannot be opened')
    await refused(zip.read(await zipped(table, {}, ['a.csv', 'b.csv']), {}), 'it holds 2 files')
  })

  it('A-086: a bomb is refused where it swells over 128 MiB, whatever it says of its size', async () => {
    await refused(zip.read(await zipped(tooMany, { level: 1 }), {}), 'what is inside has more than 128 MiB')
  })
})

describe('OpenPGP files', () => {
  const pgp = importer('openpgp')
  const message = () => openpgp.createMessage({ binary: table })

  it('encrypted with a passphrase are opened, in armor or not', async () => {
    const binary = await openpgp.encrypt({
      message: await message(),
      passwords: passphrase,
      format: 'binary',
    })
    const armored = await openpgp.encrypt({ message: await message(), passwords: passphrase })
    for (const file of [Buffer.from(binary), Buffer.from(armored)]) {
      assert.equal(recognised(file), 'openpgp')
      assert.deepEqual((await pgp.read(file, { passphrase, ...fresh })).map(secretOf), [hex, hex])
      await refused(pgp.read(file, {}), 'it is encrypted')
      await refused(pgp.read(file, { passphrase: 'wrong' }), 'it cannot be opened')
    }
  })

  it('encrypted to a key are opened by it, also where a field has swallowed its line breaks', async () => {
    const { publicKey, privateKey } = await openpgp.generateKey({
      userIDs: { name: 'Box' },
      passphrase,
      format: 'object',
    })
    const file = Buffer.from(await openpgp.encrypt({ message: await message(), encryptionKeys: publicKey }))
    const armor = privateKey.armor()
    for (const key of [armor, armor.replaceAll(/[\r\n]/g, '')])
      assert.deepEqual((await pgp.read(file, { passphrase, privateKey: key, ...fresh })).map(secretOf), [
        hex,
        hex,
      ])
    await refused(pgp.read(file, { privateKey: armor }), 'it cannot be opened')
    await refused(pgp.read(file, { privateKey: 'my key', passphrase }), 'the private key is not in armor')
  })

  it('as GnuPG makes them: with a passphrase, and to a key', { skip: absent('gpg') }, async () => {
    const quiet = [
      '--homedir',
      folder,
      '--batch',
      '--yes',
      '--pinentry-mode',
      'loopback',
      '--passphrase',
      passphrase,
    ]
    const gpg = (...args: string[]) =>
      execFileSync('gpg', [...quiet, ...args], { input: table, stdio: ['pipe', 'pipe', 'ignore'] })
    assert.deepEqual((await pgp.read(gpg('--symmetric'), { passphrase, ...fresh })).map(secretOf), [hex, hex])
    gpg('--quick-generate-key', 'Box <box@example.com>', 'future-default', 'default', 'never')
    const privateKey = gpg('--armor', '--export-secret-keys').toString()
    const file = gpg('--encrypt', '--trust-model', 'always', '--recipient', 'box@example.com')
    assert.equal(recognised(file), 'openpgp')
    assert.deepEqual((await pgp.read(file, { passphrase, privateKey, ...fresh })).map(secretOf), [hex, hex])
  })

  it('A-086: a bomb is refused where it swells over 128 MiB', async () => {
    const bomb: Uint8Array = await openpgp.encrypt({
      message: await openpgp.createMessage({ binary: tooMany }),
      passwords: passphrase,
      format: 'binary',
      config: { preferredCompressionAlgorithm: openpgp.enums.compression.zip },
    })
    assert.ok(bomb.length < 2_000_000, `${bomb.length}`)
    await refused(pgp.read(bomb, { passphrase }), 'what is inside has more than 128 MiB')
  })

  it('A-086, A-114: what would keep the whole server busy is refused before a passphrase is tried', async () => {
    const file: Uint8Array = await openpgp.encrypt({
      message: await message(),
      passwords: passphrase,
      format: 'binary',
      config: {
        s2kType: openpgp.enums.s2k.argon2,
        s2kArgon2Params: { passes: 1, parallelism: 1, memoryExponent: 10 },
      },
    })
    assert.equal((await pgp.read(file, { passphrase, ...fresh })).length, 2)
    // Passes and memory of Argon2 are two bytes, behind its salt (RFC 9580 §3.7.1.4): more work, and no bigger a file.
    const hard = Uint8Array.from(file, (byte, at) => ({ 21: 255, 23: 12 })[at] ?? byte)
    const tooMuch = 'opening it takes more work than a server can spare'
    await refused(pgp.read(hard, { passphrase }), tooMuch)

    const many = Array.from({ length: 99 }, () => file.subarray(0, 2 + (file[1] ?? 0)))
    await refused(pgp.read(Buffer.concat([...many, file]), { passphrase }), tooMuch)
  })

  it('that were changed on the way are refused', async () => {
    const file: Uint8Array = await openpgp.encrypt({
      message: await message(),
      passwords: passphrase,
      format: 'binary',
    })
    const flipped = Uint8Array.from(file, (byte, at) => (at === file.length - 30 ? byte ^ 1 : byte))
    await refused(pgp.read(flipped, { passphrase }), 'it cannot be opened')
  })
})

describe('R-12: a wrapper', () => {
  it('is opened in memory: nothing of it lies in a temporary file', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'))
    const { TMPDIR } = process.env
    process.env.TMPDIR = empty
    try {
      const archive = await zipped(table, { password: passphrase, encryptionStrength: 3 })
      await importer('zip').read(archive, { passphrase, ...fresh })
      assert.deepEqual(readdirSync(empty), [])
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = TMPDIR
    }
  })

  it('with something else in it, or with another wrapper, is refused', async () => {
    const unknown = 'what is inside is no kind of file that is known'
    await refused(importer('zip').read(await zipped(Buffer.from('hello'), {}), {}), unknown)
    await refused(importer('zip').read(await zipped(await zipped(table, {}), {}), {}), unknown)
  })

  it('is nothing else: text, XML and tables are not taken for one', () => {
    for (const text of ['serial,secret\n', '<?xml version="1.0"?>', `1000133508267 ${hex}`])
      assert.ok(!['zip', 'openpgp', 'wrapped'].includes(recognised(Buffer.from(text)) ?? ''))
    for (const text of ['Äpfel', 'hello', '']) assert.equal(recognised(Buffer.from(text)), undefined)
  })
})

/** Says why, and neither seed nor passphrase (G9). */
async function refused(reading: Promise<unknown>, reason: string): Promise<void> {
  const problems = await problemsOf(reading)
  assert.equal(problems[0]?.reason, reason)
  const said = JSON.stringify(problems)
  for (const secret of [hex, passphrase]) assert.ok(!said.includes(secret), said)
}

async function zipped(
  inside: Uint8Array,
  how: NonNullable<ConstructorParameters<typeof ZipWriter>[1]>,
  names: readonly string[] = ['box.csv'],
): Promise<Uint8Array> {
  const archive = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, ...how })
  for (const name of names) await archive.add(name, new Uint8ArrayReader(inside))
  return archive.close()
}

function absent(program: string): string | false {
  const isAbsent = spawnSync(program, ['--version']).error !== undefined
  return isAbsent && process.env.CI !== 'true' ? `absent: ${program} is not on PATH` : false
}
