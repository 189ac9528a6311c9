import assert from 'node:assert/strict'
import test from 'node:test'
import { longestLogo, readLogo } from './logo.ts'

/** The head of a PNG of some size; no decoder is asked. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(33)
  Buffer.from('89504e470d0a1a0a0000000d', 'hex').copy(head)
  head.write('IHDR', 12, 'latin1')
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return head
}

/** Behind a segment that says nothing, and a table that looks like a frame. */
function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from('ffc2000b08000000000100', 'hex')
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from('ffd8ffe000040000ffc400040000', 'hex'), frame])
}

function webp(kind: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer {
  const head = Buffer.alloc(40)
  head.write('RIFF', 0, 'latin1')
  head.write(`WEBP${kind}`, 8, 'latin1')
  if (kind === 'VP8 ') {
    head.writeUInt16LE(width, 26)
    head.writeUInt16LE(height, 28)
  } else if (kind === 'VP8L') head.writeUInt32LE((width - 1) | ((height - 1) << 14), 21)
  else {
    head.writeUIntLE(width - 1, 24, 3)
    head.writeUIntLE(height - 1, 27, 3)
  }
  return head
}

test('PNG, JPEG and WebP are told by their bytes, and their size is read', () => {
  assert.equal(readLogo(png(64, 48)).type, 'image/png')
  assert.equal(readLogo(jpeg(64, 48)).type, 'image/jpeg')
  for (const kind of ['VP8 ', 'VP8L', 'VP8X'] as const)
    assert.equal(readLogo(webp(kind, 64, 48)).type, 'image/webp', kind)
  assert.notEqual(readLogo(png(64, 48)).hash, readLogo(png(64, 49)).hash)
})

test('a picture that would unfold beyond all measure is none', () => {
  const large = [png(30_000, 2), png(0, 5), jpeg(2, 30_000), webp('VP8 ', 1025, 1), webp('VP8X', 9000, 9000)]
  for (const one of large) assert.throws(() => readLogo(one), { code: 'logo.unusable' })
})

test('what may hold a script, is another thing, broken or too long is no logo', () => {
  const others = [
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    Buffer.from('GIF89a'),
    Buffer.alloc(0),
    png(64, 48).subarray(0, 18),
    jpeg(64, 48).subarray(0, 9),
    Buffer.from('ffd8ff00ff', 'hex'),
    webp('VP8L', 64, 48).subarray(0, 20),
    Buffer.concat([png(64, 48), Buffer.alloc(longestLogo)]),
  ]
  for (const one of others) assert.throws(() => readLogo(one), { code: 'logo.unusable' })
})
