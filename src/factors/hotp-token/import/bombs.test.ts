import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { SallyportError } from '../../../kernel/errors.ts'
import { importer, problemsOf } from '../test/files.ts'

const pskc = importer('pskc')
const head = '<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">'

function keyPackage(serial: number | string, secret = randomBytes(20).toString('base64')): string {
  return `<KeyPackage><DeviceInfo><SerialNo>${serial}</SerialNo></DeviceInfo><Key Id="${serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"><AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters><Data><Secret><PlainValue>${secret}</PlainValue></Secret><Counter><PlainValue>0</PlainValue></Counter></Data></Key></KeyPackage>`
}

const file = (...parts: readonly string[]) => Buffer.from(`${head}${parts.join('\n')}</KeyContainer>`)

/** How long something takes, in milliseconds. */
async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await run()
  return performance.now() - begun
}

describe('A-086 pskc-bombs', () => {
  it('billion laughs, entities from elsewhere, processing instructions: refused before anything is expanded', async () => {
    const laughs = `<!DOCTYPE k [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${'bcdefghij'[n]} "${`&${'abcdefghi'[n]};`.repeat(10)}">`).join('')}]>`
    const bombs = [
      `${laughs}${head}<KeyPackage>&j;</KeyPackage></KeyContainer>`,
      `<!DOCTYPE k SYSTEM "http://192.0.2.1/k.dtd">${head}</KeyContainer>`,
      `<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]>${head}<KeyPackage>&x;</KeyPackage></KeyContainer>`,
      `${head}<KeyPackage>&undeclared;</KeyPackage></KeyContainer>`,
      `<?xml-stylesheet href="http://192.0.2.1/"?>${head}</KeyContainer>`,
      `<?xml version="1.0" encoding="UTF-16"?>${head}</KeyContainer>`,
    ]
    for (const bomb of bombs) {
      const took = await timed(() => problemsOf(pskc.read(Buffer.from(bomb), undefined)))
      assert.ok(took < 500, `${took} ms for ${bomb.slice(0, 60)}`)
    }
  })

  it('elements within elements, a million attributes, one element that never ends', async () => {
    const deep = file('<KeyPackage>', '<a>'.repeat(100_000))
    const wide = file(`<KeyPackage>${'<a/>'.repeat(100_000)}</KeyPackage>`)
    const open = Buffer.from(`${head}<KeyPackage><Key>${'x'.repeat(1_000_000)}`)
    const halves = [Buffer.from('<KeyContainer'), Buffer.from(''), Buffer.from([0xff, 0xfe, 0x3c, 0x00])]
    for (const bomb of [deep, wide, open, ...halves]) {
      const took = await timed(() => problemsOf(pskc.read(bomb, undefined)))
      assert.ok(took < 2000, `${took} ms`)
    }
  })

  it('A-115: a record of blanks that go on and on is read at once', async () => {
    const record = `sccAuthenticatorId:${' '.repeat(60_000)}7\u2028`
    const took = await timed(() => problemsOf(importer('safenet-dat').read(Buffer.from(record), undefined)))
    assert.ok(took < 500, `${took} ms`)
  })

  it('10^6 keys: refused at the first that is too many', async () => {
    const million = '<KeyPackage/>\n'.repeat(1_000_000)
    const [problem] = await problemsOf(pskc.read(file(million), undefined))
    assert.match(problem?.reason ?? '', /more than 100000 tokens/)
    const csv = `serial,secret\n${`1,${'ab'.repeat(20)}\n`.repeat(1_000_000)}`
    const took = await timed(() => problemsOf(importer('csv').read(Buffer.from(csv), undefined)))
    assert.ok(took < 10_000, `${took} ms`)
  })

  it('a file of more than 128 MiB is not looked at', async () => {
    const [problem] = await problemsOf(pskc.read(new Uint8Array(128 * 1024 * 1024 + 1), undefined))
    assert.match(problem?.reason ?? '', /128 MiB/)
  })

  it('a duplicate serial number, also in another spelling, refuses the whole file', async () => {
    const [problem] = await problemsOf(pskc.read(file(keyPackage('AB-12'), keyPackage('ab 12')), undefined))
    assert.match(problem?.reason ?? '', /stands there twice/)
  })

  it('a hundred problems are told, and how many there are', async () => {
    const error = await pskc
      .read(file(...Array.from({ length: 250 }, (_, n) => keyPackage(n, 'AAAA'))), undefined)
      .catch((thrown: unknown) => thrown)
    assert.ok(error instanceof SallyportError)
    assert.equal((error.details.problems as readonly unknown[]).length, 100)
    assert.equal(error.details.found, 250)
  })
})

describe('no seed comes out of a file that is refused (R-12, G9)', () => {
  const canary = Buffer.from('seed-canary-seed-canary-')
  const spellings = [canary.toString(), canary.toString('base64'), canary.toString('hex')]

  it('whatever is wrong with it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.string({ unit: 'binary', maxLength: 8 }), async (at, junk) => {
        const whole = `${head}${keyPackage(1, canary.toString('base64'))}${keyPackage(1, canary.toString('base64'))}</KeyContainer>`
        const place = at % whole.length
        const broken = `${whole.slice(0, place)}${junk}${whole.slice(place + junk.length)}`
        await tellsNothing(() => pskc.read(Buffer.from(broken), undefined))
      }),
      { numRuns: 300 },
    )
    const hex = canary.toString('hex')
    for (const text of [
      `serial,secret\n1,${hex}\n1,${hex}\n`,
      `serial,secret\n1,${hex}x\n`,
      `secret,serial\n1,${hex}\n`,
    ])
      await tellsNothing(() => importer('csv').read(Buffer.from(text), undefined))
    await tellsNothing(() => importer('list').read(Buffer.from(`1 ${hex}\n1 ${hex}\n2 ${hex}zz`), undefined))
    await tellsNothing(() => importer('list').read(Buffer.from(`${hex} 1\n`), undefined))
  })

  it('and none lies in a temporary file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'import-'))
    const { TMPDIR } = process.env
    process.env.TMPDIR = folder
    await pskc.read(file(...Array.from({ length: 2000 }, (_, n) => keyPackage(n))), undefined)
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    assert.deepEqual(readdirSync(folder), [])
    rmdirSync(folder)
  })

  async function tellsNothing(read: () => Promise<unknown>): Promise<void> {
    const error = await read().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error === undefined) return
    assert.ok(error instanceof SallyportError, String(error))
    const said = JSON.stringify([error.message, error.details, error.stack])
    for (const spelling of spellings) assert.ok(!said.includes(spelling), said)
  }
})
