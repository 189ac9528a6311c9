import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { buildProgram } from '../../src/cli/program.ts'
import { commands } from '../../src/cli/table.ts'
import { absent, codeOf, freshStep, install } from './sallyport.fixture.ts'

const folder = join(import.meta.dirname, '../../src/cli')

describe('the table of commands', () => {
  test('R10: every command declares what it asks of whoever runs it, and has its own file', async () => {
    const files = globSync('commands/*.ts', { cwd: folder })
    const simulated = commands.filter(({ name }) => name.startsWith('sim '))
    assert.equal(files.length, commands.length - simulated.length, 'a simulator has its file in its factor')
    for (const command of commands) {
      assert.ok(['none', 'service', 'break-glass', 'schema'].includes(command.assurance), command.name)
      assert.ok(command.examples.length > 0 && command.summary.endsWith('.'), command.name)
      assert.equal(typeof (await command.load()).run, 'function')
    }
    const open = commands.filter((command) => command.assurance === 'none').map((command) => command.name)
    assert.deepEqual(
      open,
      ['coverage verify', 'probe', 'completion', ...simulated.map(({ name }) => name)],
      'what opens nothing of an installation',
    )
    for (const command of commands.filter((one) => one.assurance === 'none'))
      assert.equal(command.changes, false)
  })

  test('the command line names no factor', () => {
    for (const file of globSync('**/*.ts', { cwd: folder }))
      assert.doesNotMatch(readFileSync(join(folder, file), 'utf8'), /(?<!create|verify)totp/i, file)
  })

  test('help of each command shows its flags and examples, and opens nothing', async (context) => {
    const sallyport = install(context)
    const root = await sallyport.run(['--help'])
    assert.equal(root.code, 0)
    for (const word of ['create', 'doctor', '-a, --authenticate', 'Exit codes', 'Examples:'])
      assert.ok(root.out.includes(word), word)
    for (const command of commands.slice(0, 3)) {
      const { code, out } = await sallyport.run([...command.name.split(' '), '--help'])
      assert.equal(code, 0)
      for (const text of [command.summary, '--json', ...command.examples])
        assert.ok(out.replace(/\s+/g, ' ').includes(text.replace(/\s+/g, ' ')), text)
    }
    assert.match((await sallyport.run(['--version'])).out, /^\d+\.\d+\.\d+\n$/)
    assert.deepEqual(globSync('data/**', { cwd: sallyport.folder }), [])
  })

  test('every command and every group of commands says what it is for', () => {
    const streams = { out: process.stdout, error: process.stderr }
    const program = buildProgram({ version: '0', streams, run: async () => {} })
    assert.deepEqual(
      program.commands
        .filter((command) => !command.description().endsWith('.'))
        .map((command) => command.name()),
      [],
    )
  })

  test('completion is a script that its shell reads', async (context) => {
    const sallyport = install(context)
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, out } = await sallyport.run(['completion', shell])
      assert.equal(code, 0)
      for (const command of commands)
        assert.ok(out.includes(command.name.split(' ').at(-1) ?? ''), `${shell}: ${command.name}`)
      if (absent(shell)) continue
      const file = join(sallyport.folder, `completion.${shell}`)
      writeFileSync(file, out)
      assert.equal(spawnSync(shell, ['-n', file]).status, 0, shell)
    }
  })

  test('G9: no secret, code or key in what any command says but create and export', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    await freshStep()
    const code = codeOf(made.uri)
    const said: string[] = []
    for (const words of [
      ['-a', 'Shop', '-o', code],
      ['-a', 'Shop', '-o', code],
      ['list'],
      ['list', '--json'],
      ['show', '-n', 'ana'],
      ['show', '-n', 'ana', '--json'],
      ['doctor'],
      ['doctor', '--json'],
      ['audit', 'search', '--json'],
      ['audit', 'export'],
      ['remove', '-n', 'ana', '-i', 'Shop', '--yes'],
    ]) {
      const { out, error } = await sallyport.run(words)
      said.push(out, error)
    }
    const key = readFileSync(join(sallyport.data, 'sallyport.key'), 'utf8').split(':').at(-1)?.trim() ?? ''
    assert.ok(key.length > 40)
    for (const canary of [made.secret, code, key]) assert.ok(!said.join('\n').includes(canary))
  })
})
