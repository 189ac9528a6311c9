import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'

const root = join(import.meta.dirname, '../..')
const skip = process.platform === 'win32' && 'the carried Node of these tests is a shell script'

describe('bin/sallyport.js', { skip }, () => {
  let folder = ''

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-start-'))
    cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true })
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('runs the sources where the running Node is new enough', () => {
    needs('>=20.0')
    write('src/cli/main.ts', 'const args: string[] = process.argv.slice(2); console.log(args.join(","))')
    assert.equal(start('demo', '--port').stdout, 'demo,--port\n')
  })

  test('runs the bundle where there are no sources', () => {
    needs('>=20.0')
    write('dist/bundle/main.js', 'console.log("bundle")')
    assert.equal(start().stdout, 'bundle\n')
  })

  test('runs the bundle where it was made from the very sources that are there', () => {
    needs('>=20.0')
    writeSourcesAndBundle()
    assert.equal(start().stdout, 'bundle\n')
  })

  test('runs the sources where one of them has changed since, or is gone', () => {
    needs('>=20.0')
    writeSourcesAndBundle()
    write('src/other.ts', 'export const other = 2')
    utimesSync(join(folder, 'src/other.ts'), 1, 1)
    assert.equal(start().stdout, 'sources\n')
    rmSync(join(folder, 'src/other.ts'))
    assert.equal(start().stdout, 'sources\n')
  })

  test('runs the sources where what tells of the bundle is broken', () => {
    needs('>=20.0')
    writeSourcesAndBundle()
    write('dist/bundle/made-from.json', '{ "src/')
    assert.equal(start().stdout, 'sources\n')
  })

  test('hands arguments to the carried Node and its exit code back where the running one is too old', () => {
    needs('>=99.0')
    carry('echo "$2 $3"; exit 7')
    const { stdout, status } = start('serve', 'a b')
    assert.deepEqual({ stdout, status }, { stdout: 'serve a b\n', status: 7 })
  })

  test('forwards signals to the carried Node', async () => {
    needs('>=99.0')
    carry('trap "exit 9" TERM; echo ready; while :; do sleep 0.05; done')
    const child = spawn(process.execPath, [join(folder, 'bin/sallyport.js')])
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    assert.equal(code, 9)
  })

  test('says so in a sentence and exits with 2 where no Node is carried', () => {
    needs('>=99.0')
    const { stderr, status } = start('serve')
    assert.equal(status, 2)
    assert.match(
      stderr,
      /^Sallyport needs Node\.js 99\.0 or newer; this is [\d.]+, and none is installed beside it\.\n$/,
    )
  })

  describe('what npm makes on install', () => {
    const node = `node-${process.platform}-${process.arch}`
    const { npm_execpath: _, ...withoutNpm } = process.env
    const prepare = (env = withoutNpm) => runWith(env, 'build/prepare.js').stdout

    beforeEach(() => {
      needs('>=99.0')
      cpSync(join(root, 'build/prepare.js'), join(folder, 'build/prepare.js'))
      write(`node_modules/${node}/package.json`, '{}')
      write(`node_modules/${node}/bin/node`, '#!/bin/sh\nbasename "$1"; exit 0\n', 0o755)
      mkdirSync(join(folder, 'node_modules/.bin'))
    })

    test('is made by the carried Node, though npm 9.2 has taken its link away', () => {
      assert.equal(prepare(), 'web.ts\nbundle.ts\n')
      assert.equal(readlinkSync(join(folder, 'node_modules/.bin/node')), `../${node}/bin/node`)
      assert.equal(prepare(), 'web.ts\nbundle.ts\n')
    })

    test('waits for the binaries that npm has left out because it ran on an old Node', () => {
      const env = { ...withoutNpm, npm_execpath: '/usr/lib/npm-cli.js' }
      const binary = { optional: true, os: [process.platform], cpu: [process.arch] }
      const packages = {
        'node_modules/here': binary,
        'node_modules/elsewhere': { ...binary, os: ['haiku'] },
        'node_modules/needless': { optional: true },
      }
      write('package-lock.json', JSON.stringify({ packages }))
      assert.equal(prepare(env), 'npm-cli.js\nweb.ts\nbundle.ts\n')
      write('node_modules/here/package.json', '{}')
      assert.equal(prepare(env), 'web.ts\nbundle.ts\n')
    })
  })

  test('the carried Node needs no library that a Debian with only Node and npm lacks', {
    skip: process.platform !== 'linux',
  }, () => {
    const carried = spawnSync('node', ['-p', 'process.execPath'], { encoding: 'utf8' }).stdout.trim()
    const { stdout } = spawnSync('ldd', [carried], { encoding: 'utf8' })
    const libraries = [...stdout.matchAll(/^\s*(?:\/\S*\/)?([\w+-]+)\S*\.so/gm)].map(([, name]) => name)
    const everywhere = [
      'ld-linux',
      'libc',
      'libdl',
      'libgcc_s',
      'libm',
      'libpthread',
      'libstdc++',
      'linux-vdso',
    ]
    const names = libraries.map((name) => name?.replace(/-(x86-64|aarch64)$/, ''))
    assert.ok(names.includes('libc'), stdout)
    assert.deepEqual(
      names.filter((name) => !everywhere.includes(String(name))),
      [],
    )
  })

  function writeSourcesAndBundle(): void {
    write('src/cli/main.ts', 'console.log("sources")')
    write('src/other.ts', 'export const other = 1')
    write('dist/bundle/main.js', 'console.log("bundle")')
    const files = ['src/cli/main.ts', 'src/other.ts']
    const times = files.map((file) => [file, statSync(join(folder, file)).mtimeMs])
    write('dist/bundle/made-from.json', JSON.stringify(Object.fromEntries(times)))
  }

  function needs(node: string): void {
    write('package.json', JSON.stringify({ type: 'module', engines: { node } }))
  }

  function carry(script: string): void {
    write('node_modules/.bin/node', `#!/bin/sh\n${script}\n`, 0o755)
  }

  function write(path: string, text: string, mode = 0o644): void {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text, { mode })
  }

  function start(...args: readonly string[]) {
    return runWith(process.env, 'bin/sallyport.js', ...args)
  }

  function runWith(env: NodeJS.ProcessEnv, program: string, ...args: readonly string[]) {
    return spawnSync(process.execPath, [join(folder, program), ...args], {
      encoding: 'utf8',
      timeout: 20_000,
      env,
    })
  }
})
