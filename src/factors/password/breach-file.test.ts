import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { checkBreachFile, countInFile } from './breach-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-breach-'))
after(() => rmSync(folder, { recursive: true }))

const hashes = Array.from({ length: 1_000 }, (_, index) => sha1(`password ${index}`)).toSorted()

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex').toUpperCase()
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('list of breached passwords in a file', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['HIBP, CRLF', hashes.map((hash, index) => `${hash}:${index + 1}\r\n`).join('')],
    ['HIBP, LF, no line feed at the end', hashes.map((hash, index) => `${hash}:${index + 1}`).join('\n')],
    [
      'counts of very different length',
      hashes.map((hash, index) => `${hash}:${10 ** (index % 9)}\n`).join(''),
    ],
    ['plain', hashes.map((hash) => `${hash}\n`).join('')],
    ['plain, lower case', hashes.map((hash) => `${hash.toLowerCase()}\n`).join('')],
  ]
  for (const [form, text] of forms) {
    it(`finds every line, the first and the last too, and nothing else: ${form}`, async () => {
      const path = file('list.txt', text)
      const lines = text.trimEnd().split(/\r?\n/)
      for (const [index, hash] of hashes.entries()) {
        assert.equal(await countInFile(path, hash), Number(lines[index]?.split(':')[1] ?? 1))
      }
      const absent = [sha1('never'), sha1('ever'), '0'.repeat(40), 'F'.repeat(40)]
      for (const hash of absent) assert.equal(await countInFile(path, hash), 0)
    })
  }

  it('reads a list of one line', async () => {
    const path = file('one.txt', `${sha1('only')}:3`)
    assert.equal(await countInFile(path, sha1('only')), 3)
    assert.equal(await countInFile(path, sha1('other')), 0)
  })

  it('refuses to start with a list that is absent, empty, or of another kind', () => {
    const ntlm = file('ntlm.txt', '8846F7EAEE8FB117AD06BDD830B7586C:9\n')
    for (const path of [
      join(folder, 'absent.txt'),
      file('empty.txt', ''),
      ntlm,
      file('words.txt', 'password\n'),
    ]) {
      assert.throws(() => checkBreachFile(path), { code: 'password.breach-file-unusable' })
    }
    checkBreachFile(file('good.txt', `${sha1('x')}:1\r\n`))
  })

  it('does not take a damaged list for "not found"', async () => {
    const path = file('damaged.txt', `${hashes.slice(0, 10).join('\n')}\n<html>disk full</html>\n`)
    await assert.rejects(countInFile(path, 'F'.repeat(40)), { code: 'password.breach-file-unusable' })
  })
})
