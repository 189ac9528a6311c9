import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createTotpVerifier, parseKeyUri } from '@sallyport/otp'
import { blocksOf, linksOf } from './examples.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'sallyport-readme-'))
after(() => rmSync(folder, { recursive: true, force: true }))

describe('the command lines of the README run as they say, one after the other', () => {
  const [create = '', list = '', authenticate = ''] = blocksOf(readme, 'sh').filter((block) =>
    block.startsWith('node bin/sallyport.js'),
  )
  let code = ''

  it(create, async () => {
    const { exit, out } = await run(create)
    assert.equal(exit, 0)
    const [uri = ''] = /otpauth:\S+/.exec(out) ?? []
    code = createTotpVerifier(parseKeyUri(uri).secret).code(Date.now())
  })
  it(list, async () => {
    const { exit, out } = await run(list)
    assert.equal(exit, 0)
    assert.match(out, /keepforyourselfBlog +d3@keepforyourself\.com/)
  })
  it(authenticate, async () => {
    assert.match(authenticate, /123456/)
    const right = await run(authenticate.replace('123456', code))
    assert.equal(right.exit, 0)
    assert.match(right.out, /^Welcome/)
    assert.equal((await run(authenticate.replace('123456', code))).exit, 1)
  })
})

describe('the program of the README runs and prints what it says', () => {
  const [program = ''] = blocksOf(readme, 'js')
  it('createSallyport', async () => {
    const expected = [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line)
    writeFileSync(join(folder, 'program.mjs'), withOwnPackages(program))
    const { exit, out, error } = await node(['program.mjs'])
    assert.equal(exit, 0, error)
    assert.deepEqual(out.trimEnd().split('\n'), expected)
  })
})

describe('what the README links to is there', () => {
  for (const link of linksOf(readme)) it(link, () => assert.ok(existsSync(join(root, link))))
})

it('the scripts that the README names are in package.json', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const name of ['start', 'test', 'demo']) assert.ok(scripts[name], name)
})

/** One command line, without a shell, on a data folder of this test. */
function run(line: string) {
  const [, script = '', ...words] = line.trim().split(/\s+/)
  return node([join(root, script), ...words, '--data', join(folder, 'data')])
}

function node(words: readonly string[]): Promise<{ exit: number | null; out: string; error: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, words, { cwd: folder, env: ownEnvironment() }, (_, out, error) =>
      resolve({ exit: child.exitCode, out, error }),
    )
    child.stdin?.end()
  })
}

/** Without settings of whoever runs the tests. */
function ownEnvironment(): Record<string, string | undefined> {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(SALLYPORT|SUDO|NODE_TEST_CONTEXT)/.test(name),
  )
  return Object.fromEntries(entries)
}

/** A program without a place of its own finds packages by address only. */
function withOwnPackages(program: string): string {
  const address = (path: string) => JSON.stringify(pathToFileURL(join(root, path)).href)
  return program
    .replace("'sallyport'", address('src/index.ts'))
    .replace("'@sallyport/otp'", address('packages/otp/src/index.ts'))
}
