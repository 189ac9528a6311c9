import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { deriveKey, formatKey, keyring, masterKey, parseKeyring } from './keyring.ts'

const key = masterKey(new Uint8Array(randomBytes(32)))
const other = masterKey(new Uint8Array(randomBytes(32)))

test('a key survives its file, comments, blank lines and line ends', () => {
  const text = `# a comment\r\n\r\n  ${formatKey(key)}  \r\n${formatKey(other)}\n`
  const keys = parseKeyring(text)
  assert.deepEqual(
    keys.all.map(({ id }) => id),
    [key.id, other.id],
  )
  assert.deepEqual(keys.active, key)
  assert.deepEqual(keys.find(other.id), other)
  assert.equal(keys.find('0000000000000000'), undefined)
})

test('the id belongs to the key and tells nothing of it', () => {
  assert.equal(masterKey(key.secret).id, key.id)
  assert.notEqual(other.id, key.id)
  assert.ok(!Buffer.from(key.secret).toString('hex').includes(key.id))
})

test('a key file that is cut, empty or of another form is refused (A-097)', () => {
  const line = formatKey(key)
  const broken = [
    '',
    '# nothing',
    line.slice(0, -1),
    `${line}x`,
    line.replace('key-1', 'key-2'),
    `${line}\nrubbish`,
    `"${line}"`,
  ]
  for (const text of broken) assert.throws(() => parseKeyring(text), { code: 'key.malformed' })
  assert.throws(() => keyring([]), { code: 'key.malformed' })
  for (const size of [0, 16, 31, 33])
    assert.throws(() => masterKey(randomBytes(size)), { code: 'key.malformed' })
})

test('an error about a key file does not show it (G9)', () => {
  const line = formatKey(key)
  assert.throws(
    () => parseKeyring(`${line.slice(0, -2)}**`),
    (error: Error) => !`${error.message} ${error.stack}`.includes(line.slice(16, 40)),
  )
})

test('no two purposes share a key', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const same = Buffer.from(deriveKey(key, a)).equals(Buffer.from(deriveKey(key, b)))
      assert.equal(same, Buffer.from(a).equals(Buffer.from(b)))
    }),
  )
})
