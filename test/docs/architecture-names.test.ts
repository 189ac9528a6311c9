import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')

describe('every place that ARCHITECTURE.md names exists', () => {
  for (const path of new Set([...spans(text), ...links(text), ...trees(text)])) {
    it(path, () => assert.ok(existsSync(join(root, path)), `${path} is named, but is not there`))
  }
})

it('finds places in spans, links and trees, and nothing else', () => {
  const sample = [
    'See `src/engine.ts`, `POST /api/v1/verify`, `@sallyport/otp`, `./data`, [why](docs/decisions/) and `npm start`.',
    '```tree',
    'src/',
    '  kernel/            what else',
    '    clock.ts ids.ts  two of them',
    'web/                 pages',
    '```',
  ].join('\n')
  assert.deepEqual([...spans(sample)], ['src/engine.ts'])
  assert.deepEqual([...links(sample)], ['docs/decisions/'])
  const tree = ['src/', 'src/kernel/', 'src/kernel/clock.ts', 'src/kernel/ids.ts', 'web/']
  assert.deepEqual([...trees(sample)], tree)
})

/** `src/engine.ts`: code that begins with one of our folders. */
function* spans(markdown: string): Generator<string> {
  const prose = markdown.replaceAll(/^```.*?^```$/gms, '')
  for (const [, code = ''] of prose.matchAll(/`([^`\n]+)`/g)) {
    if (/^(src|packages|web|test|bin|build|demo|bench|integrations|docs)\/[\w./-]+$/.test(code)) yield code
  }
}

function* links(markdown: string): Generator<string> {
  for (const [, target = ''] of markdown.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
    if (!target.includes(':')) yield target
  }
}

/** A block marked `tree`: folders end in a slash, two spaces a level, words after two spaces are a remark. */
function* trees(markdown: string): Generator<string> {
  for (const [, tree = ''] of markdown.matchAll(/^```tree\n(.*?)^```$/gms)) {
    const above: string[] = []
    for (const line of tree.trimEnd().split('\n')) {
      const depth = line.search(/\S/) / 2
      const [names = ''] = line.trim().split(/ {2,}/)
      for (const name of names.split(' ')) {
        above.length = depth
        const path = above.join('') + name
        if (name.endsWith('/')) above[depth] = name
        yield path
      }
    }
  }
}
