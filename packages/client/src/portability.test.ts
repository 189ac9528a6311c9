import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { it } from 'node:test'
import manifest from '../package.json' with { type: 'json' }

const root = import.meta.dirname
/** A program for PAM is one of Node alone. */
const ofNode = /^pam(\/|\.ts$)/
const sources = globSync('**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts') && !ofNode.test(file),
)

it('runs anywhere: imports nothing but its own files', () => {
  for (const file of sources) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, specifier = ''] of text.matchAll(/\bfrom '([^']+)'|\bimport\(|\brequire\(['"]/g)) {
      assert.match(specifier, /^\.{1,2}\/.+\.ts$/, `${file} imports ${specifier}`)
      assert.ok(resolve(root, dirname(file), specifier).startsWith(root), `${file} imports ${specifier}`)
    }
  }
})

it('uses what every runtime has: fetch, Web Crypto, URL, timers', () => {
  for (const file of sources) {
    const text = readFileSync(join(root, file), 'utf8')
    assert.doesNotMatch(text, /\bBuffer\b|\bprocess\b|node:|URL\.parse/, file)
  }
})

it('depends on no package', () => {
  assert.equal('dependencies' in manifest, false)
  assert.equal('peerDependencies' in manifest, false)
  assert.equal(manifest.sideEffects, false)
})
