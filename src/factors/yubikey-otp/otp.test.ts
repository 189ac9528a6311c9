import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { crc16, openBlock } from './block.ts'
import { canonicalModhex, decodeModhex, encodeModhex } from './modhex.ts'
import { publicIdOf, sealedBlockOf, yubikeyProof } from './schema.ts'
import { newTestKey, otpOf } from './test/holder.ts'
import vectors from './vectors/otp.json' with { type: 'json' }

describe('modhex', () => {
  it('agrees with the vectors of Yubico, both ways', () => {
    for (const { modhex, hex } of vectors.modhex.vectors) {
      assert.equal(Buffer.from(decodeModhex(modhex)).toString('hex'), hex)
      assert.equal(encodeModhex(Buffer.from(hex, 'hex')), modhex)
    }
  })

  it('is read whatever the layout of the keyboard and the state of caps lock was', () => {
    const typed = {
      lower: 'cbdefghijklnrtuv',
      upper: 'CBDEFGHIJKLNRTUV',
      turkish: 'cbdefghıjklnrtuv',
      dvorak: 'jxe.uidchtnbpygk',
      colemak: 'cbsftdhuneikpglv',
      neo: 'äzaleosgnrtbcwhp',
      cyrillic: 'сивуапршолдткегм',
      upperCyrillic: 'СИВУАПРШОЛДТКЕГМ',
      greek: 'ψβδεφγηιξκλνρτθω',
      hebrew: 'בנגקכעיןחלךמראוה',
      radio: 'https://my.yubico.com/yk/#cbdefghijklnrtuv',
      spaced: '  cbdefghijklnrtuv\n',
    }
    for (const [name, text] of Object.entries(typed))
      assert.equal(canonicalModhex(text), 'cbdefghijklnrtuv', name)
  })

  it('stays as it is where it is of no layout', () => {
    for (const text of ['cbdefga', 'сbdefgh', 'cc cc', 'http://my.yubico.com/yk/#cccc', ''])
      assert.equal(canonicalModhex(text), text)
  })

  it('has one canonical form, which is its own', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[jxeuidchtnbpygk.]{0,48}$/))
    fc.assert(
      fc.property(text, (typed) => {
        const once = canonicalModhex(typed)
        if (/^[cbdefghijklnrtuv]*$/.test(once)) assert.equal(canonicalModhex(once), once)
      }),
    )
  })
})

describe('the block of an OTP', () => {
  it('is opened as the published vectors say', () => {
    for (const { key, otp, publicId, privateId, source, ...numbers } of vectors.otp) {
      const proof = yubikeyProof.parse({ otp })
      assert.equal(publicIdOf(proof), publicId)
      const block = openBlock(Buffer.from(key, 'hex'), decodeModhex(sealedBlockOf(proof)))
      assert.equal(block && Buffer.from(block.privateId).toString('hex'), privateId)
      const { powerUp, ticks, touch } = block ?? {}
      assert.deepEqual({ powerUp, ticks, touch }, numbers, source)
    }
  })

  it('is one block of AES-128 (vector of Yubico)', () => {
    const { key, sealed, opened } = vectors.aes
    const cipher = createDecipheriv('aes-128-ecb', Buffer.from(key, 'hex'), null).setAutoPadding(false)
    assert.equal(cipher.update(sealed, 'hex', 'hex') + cipher.final('hex'), opened)
  })

  it('has the residue F0B8 over itself and its checksum', () => {
    assert.equal(crc16(Buffer.from('8792ebfe26cc130030c20011c89f23c8', 'hex')), 0xf0b8)
  })

  it('does not open with any other key, nor where one bit of it has changed', () => {
    const key = newTestKey()
    const sealed = decodeModhex(otpOf(key, { powerUp: 7, touch: 3 }).slice(-32))
    let opened = 0
    for (let bit = 0; bit < 128; bit++) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const block = openBlock(Buffer.from(key.key, 'hex'), changed)
      if (block && Buffer.from(block.privateId).toString('hex') === key.privateId) opened++
      const other = openBlock(randomBytes(16), sealed)
      if (other && Buffer.from(other.privateId).toString('hex') === key.privateId) opened++
    }
    assert.equal(opened, 0)
  })

  it('leaves out the bit that says whether caps lock was the trigger', () => {
    const block = Buffer.from('8792ebfe26cc138030c20011c89f0000', 'hex')
    block.writeUInt16LE(crc16(block.subarray(0, 14)) ^ 0xffff, 14)
    const key = Buffer.alloc(16, 7)
    const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
    const sealed = Buffer.concat([cipher.update(block), cipher.final()])
    assert.equal(openBlock(key, sealed)?.powerUp, 0x13)
  })
})

const python = '/usr/bin/python3'
const script = `
import sys
from binascii import unhexlify
sys.path.insert(0, '/usr/lib/python3/dist-packages')
from yubiotp.otp import OTP, encode_otp
public, private, key, up, ticks, touch = sys.argv[1:]
otp = OTP(unhexlify(private), int(up), int(ticks), int(touch), 0x1234)
print(encode_otp(otp, unhexlify(key), public.encode()).decode())
`
const isAbsent =
  spawnSync(python, [
    '-c',
    'import Cryptodome, sys; sys.path.insert(0, "/usr/lib/python3/dist-packages"); import yubiotp',
  ]).status !== 0
const skip = isAbsent && process.env.CI !== 'true' ? 'absent: python3-yubiotp' : false

describe('a YubiKey by somebody else (YubiOTP for Python) and the factor agree', { skip }, () => {
  it('on keys and counters of every size', () => {
    for (const [powerUp, ticks, touch] of [
      [1, 0, 0],
      [0x7fff, 0xffffff, 0xff],
      [258, 65_537, 17],
    ] as const) {
      const { publicId, privateId, key } = newTestKey()
      const args = ['-c', script, publicId, privateId, key, powerUp, ticks, touch].map(String)
      const { stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' })
      const proof = yubikeyProof.parse({ otp: stdout.trim() })
      assert.equal(publicIdOf(proof), publicId, stderr)
      const block = openBlock(Buffer.from(key, 'hex'), decodeModhex(sealedBlockOf(proof)))
      assert.deepEqual(
        { ...block, privateId: Buffer.from(block?.privateId ?? []).toString('hex') },
        { privateId, powerUp, ticks, touch },
      )
    }
  })
})
