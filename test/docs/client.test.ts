import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { blocksOf } from './examples.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('the guide shows the application that the tests run, letter by letter', () => {
  const [shown] = blocksOf(read('docs/guide/for-developers.md'), 'js')
  assert.equal(shown, read('packages/client/examples/express.js').trimEnd())
})

test('the gate in it has at most ten lines', () => {
  const example = read('packages/client/examples/express.js')
  const [gate = ''] = /^app\.use\(\n {2}requireSecondFactor\(.*?^\)$/ms.exec(example) ?? []
  const [imported = ''] = /^import .*sallyport.*$/m.exec(example) ?? []
  assert.ok(gate !== '' && imported !== '')
  assert.ok([imported, ...gate.split('\n')].length <= 10)
})

test('what the page of the client names is there', async () => {
  const readme = read('packages/client/README.md')
  for (const [, names = '', module = ''] of readme.matchAll(
    /import \{ (.+?) \} from '(@sallyport\/client.*?)'/g,
  )) {
    const entry: Readonly<Record<string, unknown>> = await import(module)
    for (const name of names.split(', ')) assert.equal(typeof entry[name], 'function', `${module} ${name}`)
  }
})
