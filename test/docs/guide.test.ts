import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { guideFiles } from '../../docs/generate-guides.ts'
import { commands } from '../../src/cli/table.ts'
import { configFields } from '../../src/server/config-fields.ts'
import { blocksOf, linksOf } from './examples.ts'

const root = join(import.meta.dirname, '../..')
const files = [
  'CHANGELOG.md',
  'README.md',
  ...globSync('docs/{*,guide/**/*,decisions/*,reference/standards}.md', { cwd: root }),
]
const pages = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

describe('the guides of the factors are what the screens show', () => {
  for (const { path, text } of guideFiles())
    it(path, () => assert.equal(readFileSync(join(root, path), 'utf8'), text, 'run: npm run docs'))
})

describe('what the documentation links to is there', () => {
  for (const { file, text } of pages) {
    it(file, () => {
      const dead = linksOf(text).filter((link) => !existsSync(join(root, dirname(file), link)))
      assert.deepEqual(dead, [])
    })
  }
})

describe('the commands that the documentation names exist', () => {
  const known = new Set(commands.flatMap(({ name }) => [name, name.split(' ')[0]]))
  for (const { file, text } of pages) {
    it(file, () => {
      const unknown = commandsIn(text).filter((name) => !known.has(name))
      assert.deepEqual(unknown, [])
    })
  }
})

describe('the flags that the documentation gives to commands exist', () => {
  for (const { file, text } of pages) {
    it(file, () => assert.deepEqual(linesIn(text).flatMap(unknownFlags), []))
  }
})

it('the table of what works from another machine names every command that does', () => {
  const { text = '' } = pages.find(({ file }) => file === 'docs/guide/operations.md') ?? {}
  const [, table = ''] = /\| command \| scope of the key \|\n(.*?)\n\n/s.exec(text) ?? []
  const named = new Set(spansOf(table))
  const missing = commands.filter(
    ({ name, elsewhere }) => elsewhere && !named.has(name) && !named.has(name.split(' ')[0] ?? ''),
  )
  const only = [...named].filter((span) =>
    commands.some(({ name, elsewhere }) => name === span && !elsewhere),
  )
  assert.deepEqual({ missing: missing.map(({ name }) => name), only }, { missing: [], only: [] })
})

describe('the settings that the documentation names exist', () => {
  const fields = configFields().map(({ path }) => path.join('.'))
  const known = new Set(
    fields.flatMap((path) => path.split('.').map((_, end, all) => all.slice(0, end + 1).join('.'))),
  )
  for (const { file, text } of pages) {
    it(file, () => {
      const named = spansOf(text).filter((span) =>
        /^(policy|sessions|delivery|tls|metrics|log)(\.\w+)+$/.test(span),
      )
      assert.deepEqual(
        named.filter((path) => !known.has(path) && path !== 'sessions.read'),
        [],
      )
    })
  }
})

/** `sallyport audit verify --pinned …` names `audit verify`. */
function commandsIn(markdown: string): string[] {
  return linesIn(markdown).flatMap((line) => {
    const [, name = ''] = /^sallyport ((?:accounts |audit |sim |tokens )?[a-z][a-z-]*)/.exec(line) ?? []
    return name === '' ? [] : [name]
  })
}

/** What is typed: the spans of the text, and the lines of the blocks for a shell. */
function linesIn(markdown: string): string[] {
  const blocks = [...blocksOf(markdown, ''), ...blocksOf(markdown, 'sh')]
  return [...spansOf(markdown), ...blocks.flatMap((block) => block.split('\n'))]
}

const everywhere = ['--json', '--data', '--config', '--help']

/** `sallyport policy check --dry-run` gives a flag that the command has not. */
function unknownFlags(line: string): string[] {
  const [, typed = ''] = /^sallyport (.*?)(?: #.*| [|<>].*)?$/.exec(line) ?? []
  const words = typed.replaceAll(/"[^"]*"|'[^']*'/g, 'TEXT').split(/\s+/)
  const command = commands.findLast(({ name }) => `${typed} `.startsWith(`${name} `))
  if (command === undefined) return []
  const flags = new Set([...everywhere, ...command.options.flatMap(({ flags }) => flags.split(/[ ,]+/))])
  return words.filter((word) => /^--?[a-z]/.test(word) && !flags.has(word)).map(() => line)
}

function spansOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```.*?^```$/gms, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
}
