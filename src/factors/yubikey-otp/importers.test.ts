import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { SallyportError } from '../../kernel/errors.ts'
import { importers } from './importers.ts'

/** As the personalization tool has written them; the keys are of its documentation and of nobody. */
const log = `LOGGING START,11.12.13 18:55
Yubico OTP,12/11/2013 11:10,1,vvgutbiedkvi,ab86c04de6a3,d26a7c0f85fdda28bd816e406342b214,,,0,0,0,0,0,0,0,0,0,0
OATH-HOTP,11.12.13 18:55,1,cccccccccccc,,916821d3a138bf855e70069605559a206ba854cd,,,0,0,0,6,0,0,0,0,0,0
Static Password,11.12.13 19:08,1,,d5a3d50327dc,0e8e37b0e38b314a56748c030f58d21d,,,0,0,0,0,0,0,0,0,0,0
Static Password: Scan Code,11.12.13 19:05,1,040716040416070416041607041607,,,,,0,0,0,0,0,0,0,0,0,0
`
const csv = `# ykksm 1
# serialnr,identity,internaluid,aeskey,lockpw,created,accessed[,progflags]
508326,,0,69cfb9202438ca68964ec3244bfa4843d073a43b,,2013-12-12T08:41:07,
508327,cccccccccccc,83cebdfb7b93,a47c5bf9c152202f577be6721c0113af,,2013-12-12T08:43:17,
508326,,,9e2fd386224a7f77e9b5aee775464033,,2013-12-12T08:44:34,
18654321,vvccccgugtkb,5f1d1c1fdb73,3c36bd7a1d6c9b3d0e0ad2fb3d6b0e15,000000000000,2026-11-02T10:15:00,
`
const entry = 'VVGUTBIEDKVI, AB86C04DE6A3, D26A7C0F85FDDA28BD816E406342B214\n'

describe('files of YubiKeys', () => {
  it('in the traditional log: the keys of the Yubico OTP kind, and no others', async () => {
    const [key, ...more] = await read('yubico-log', log)
    assert.equal(more.length, 0)
    assert.equal(key?.handle, 'vvgutbiedkvi')
    assert.deepEqual(key?.data, {
      judge: 'own',
      publicId: 'vvgutbiedkvi',
      privateId: 'ab86c04de6a3',
      key: 'd26a7c0f85fdda28bd816e406342b214',
    })
  })

  it('in the traditional log: a key that was programmed again holds what was written last', async () => {
    const again = `${log}Yubico OTP,13.12.13 09:00,1,vvgutbiedkvi,000000000001,00112233445566778899aabbccddeeff,,,0\n`
    const [key, ...more] = await read('yubico-log', again)
    assert.equal(more.length, 0)
    assert.equal(key?.data && 'key' in key.data && key.data.key, '00112233445566778899aabbccddeeff')
  })

  it('in CSV of ykman and key storage modules, with serial numbers', async () => {
    const keys = await read('yubico-csv', csv)
    assert.deepEqual(
      keys.map(({ handle, label }) => [handle, label]),
      [
        ['cccccccccccc', 'YubiKey 508327'],
        ['vvccccgugtkb', 'YubiKey 18654321'],
      ],
    )
  })

  it('one by one, in whatever case', async () => {
    const [key] = await read('entry', entry)
    assert.equal(key?.handle, 'vvgutbiedkvi')
    assert.equal(key?.label, 'YubiKey vvgutbiedkvi')
  })

  it('are recognised by what they look like', () => {
    for (const [file, id] of [
      [log, 'yubico-log'],
      [csv, 'yubico-csv'],
      [`\uFEFF${csv.replaceAll('\n', '\r\n')}`, 'yubico-csv'],
      [entry, 'entry'],
    ] as const) {
      assert.equal(importers.find((one) => one.recognises(Buffer.from(file)))?.id, id)
    }
    for (const foreign of ['', '<?xml version="1.0"?>', '{}', 'serial,secret\n', '\u0000\u0001'])
      assert.equal(
        importers.find((one) => one.recognises(Buffer.from(foreign))),
        undefined,
      )
  })

  it('are refused whole for one broken line, by its place, and nothing of it is quoted (A-086, R-12)', async () => {
    const key = 'a47c5bf9c152202f577be6721c0113af'
    const broken = [
      `1,cccccccccccb,83cebdfb7b93,${key}`,
      `2,cccccccccccd,83cebdfb7b9,${key}`,
      `3,cccccccccccx,83cebdfb7b93,${key}`,
      `4,ccccccccccce,83cebdfb7b93,${key.slice(1)}`,
      `x,cccccccccccf,83cebdfb7b93,${key}`,
      `6,cccccccccccb,83cebdfb7b93,${key}`,
      `7,cccccccccccg,83cebdfb7b93,${'00'.repeat(16)}`,
      `8,cccccccccccc${'c'.repeat(24)},83cebdfb7b93,${key}`,
    ].map((line) => `${line},,2026-11-02T10:15:00,`)
    const error = await refusedBy('yubico-csv', broken.join('\n'))
    assert.equal(error.kind, 'invalid')
    assert.deepEqual(
      placesOf(error),
      [2, 3, 4, 5, 6, 7, 8].map((line) => `line ${line}`),
    )
    const told = JSON.stringify([error.message, error.details])
    assert.ok(!told.includes(key.slice(1, 12)) && !told.includes('83cebd'))
  })

  it('tell a hundred problems at most, however many there are', async () => {
    const error = await refusedBy('entry', 'x,y,z\n'.repeat(5000))
    assert.equal(placesOf(error).length, 100)
    assert.match(error.message, /5000 problems/)
  })

  it('are refused where no such key is in them', async () => {
    for (const id of ['yubico-csv', 'yubico-log', 'entry'])
      assert.deepEqual(placesOf(await refusedBy(id, '# nothing\n')), ['file'])
  })

  it('of any bytes are read or refused by name, and never crash', async () => {
    const text = fc.oneof(
      fc.uint8Array(),
      fc.stringMatching(/^[0-9a-v,\n]{0,300}$/).map((lines) => Buffer.from(lines)),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...importers), text, async (importer, file) => {
        importer.recognises(file)
        await importer.read(file, undefined).catch((error: unknown) => {
          assert.ok(error instanceof SallyportError && error.code === 'yubikey-otp.file-refused')
        })
      }),
      { numRuns: 500 },
    )
  })

  it('of a hundred thousand keys are read in a moment', async () => {
    const letters = 'cbdefghijklnrtuv'
    const lines = Array.from({ length: 100_000 }, (_, index) => {
      const id = Array.from(
        index.toString(16).padStart(12, '0'),
        (digit) => letters[Number.parseInt(digit, 16)],
      )
      return `${index},${id.join('')},83cebdfb7b93,a47c5bf9c152202f577be6721c0113af,,2026-11-02T10:15:00,`
    })
    const began = performance.now()
    assert.equal((await read('yubico-csv', lines.join('\n'))).length, 100_000)
    assert.ok(performance.now() - began < 10_000)
  })
})

function importer(id: string) {
  const found = importers.find((one) => one.id === id)
  assert.ok(found)
  return found
}

function read(id: string, text: string) {
  return importer(id).read(Buffer.from(text), undefined)
}

async function refusedBy(id: string, text: string): Promise<SallyportError> {
  try {
    await read(id, text)
  } catch (error) {
    assert.ok(error instanceof SallyportError)
    return error
  }
  return assert.fail('nothing was refused')
}

function placesOf(error: SallyportError): readonly string[] {
  return (error.details.problems as readonly { place: string }[]).map(({ place }) => place)
}
