import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { codes, onlyValueOf, readPacket, types, valuesOf, writePacket } from './packet.ts'
import { revealPassword, signatureOf, writeAnswer } from './signing.ts'

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex')

/** RFC 2865 §7.1: nemo with the password arctangent, hidden with xyzzy5461. */
const nemo = hex(`
  01 00 00 38 0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a 01 06 6e 65 6d 6f 02 12 0d be 70 8d
  93 d4 13 ce 31 96 e4 3f 78 2a 0a ee 04 06 c0 a8 01 10 05 06 00 00 00 03`)

/** RFC 5997 §6.1: a Status-Server packet, signed with xyzzy5461. */
const status = hex(`
  0c da 00 26 8a 54 f4 68 6f b3 94 c5 28 66 e3 02 18 5d 06 23 50 12 5a 66 5e 2e 1e 84 11 f3 e2 43
  82 20 97 c8 4f a3`)

test('RFC 2865 §7.1: the example is read, its password revealed', () => {
  const packet = readPacket(nemo) ?? assert.fail()
  assert.deepEqual([packet.code, packet.id], [codes.accessRequest, 0])
  assert.equal(Buffer.from(onlyValueOf(packet, types.userName) ?? '').toString(), 'nemo')
  assert.equal(revealPassword(packet, 'xyzzy5461'), 'arctangent')
  assert.notEqual(revealPassword(packet, 'another'), 'arctangent')
  assert.equal(signatureOf(packet, 'xyzzy5461'), 'missing')
})

test('RFC 5997 §6.1: the example is signed with its secret and with no other', () => {
  const packet = readPacket(status) ?? assert.fail()
  assert.equal(signatureOf(packet, 'xyzzy5461'), 'valid')
  assert.equal(signatureOf(packet, 'xyzzy5462'), 'forged')
  const answer = writeAnswer(packet, 'xyzzy5461', { code: codes.accessAccept, attributes: [] })
  assert.equal(answer[20], types.messageAuthenticator, 'A-100: it comes first')
})

test('what is no packet is none: cut short, padded, lying about its lengths', () => {
  assert.equal(readPacket(nemo.subarray(0, -1)), undefined)
  assert.equal(readPacket(nemo.subarray(0, 19)), undefined)
  assert.deepEqual(readPacket(Buffer.concat([nemo, Buffer.alloc(9)]))?.bytes, nemo)
  for (const [at, byte] of [
    [2, 0xff],
    [3, 19],
    [21, 0],
    [21, 1],
    [21, 255],
  ] as const) {
    const wrong = Buffer.from(nemo)
    wrong[at] = byte
    assert.equal(readPacket(wrong), undefined, `${at}: ${byte}`)
  }
})

test('whatever bytes come, reading them never throws, and what was read is written alike', () => {
  const like = fc
    .tuple(fc.uint8Array({ minLength: 0, maxLength: 60 }), fc.nat({ max: 255 }), fc.nat({ max: 80 }))
    .map(([tail, code, length]) => {
      const bytes = Buffer.concat([Buffer.alloc(20), tail])
      bytes[0] = code
      bytes.writeUInt16BE(length, 2)
      return bytes
    })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), like), (bytes) => {
      const packet = readPacket(bytes)
      if (!packet) return
      assert.deepEqual(writePacket(packet), Buffer.from(packet.bytes))
      signatureOf(packet, 'secret')
      revealPassword(packet, 'secret')
      assert.ok(valuesOf(packet, 1).length >= 0)
    }),
    { numRuns: 10_000, seed: 20261127 },
  )
})
