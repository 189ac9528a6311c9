import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createSecret, formatKeyUri } from '@sallyport/otp'
import { codeOf, type Installation, install } from '../cli/sallyport.fixture.ts'
import { type OpenDatabase, onPostgres, onSqlite } from '../kit/databases.ts'
import { passedOn } from '../kit/environment.ts'

const bin = join(import.meta.dirname, '../../bin/sallyport.js')
const people = 300
const kills = 3

function each(name: string, run: (open: OpenDatabase, context: TestContext) => Promise<void>): void {
  onSqlite(name, run)
  onPostgres(name, run)
}

/** An installation of its own; on PostgreSQL it uses the test's database. */
async function installation(open: OpenDatabase, context: TestContext): Promise<Installation> {
  const sallyport = install(context, open.dialect === 'postgres' ? open.database : undefined)
  if (open.dialect === 'postgres') assert.equal((await sallyport.run(['migrate'])).code, 0)
  return sallyport
}

function keys(count: number, issuer: string): string {
  const uris = Array.from({ length: count }, (_, index) =>
    formatKeyUri({ type: 'totp', account: `person ${index}`, issuer, secret: createSecret() }),
  )
  return `${uris.join('\n')}\n`
}

/** Runs a command and kills it without warning after a while; false where it was done before. */
async function killedAfter(
  { folder, data }: Installation,
  open: OpenDatabase,
  words: readonly string[],
  milliseconds: number,
): Promise<boolean> {
  const own = open.dialect === 'postgres' ? { SALLYPORT_DATABASE_URL: open.database } : {}
  const env = { ...passedOn, HOME: folder, SALLYPORT_DATA: data, ...own }
  const child = spawn(process.execPath, [bin, ...words], { cwd: folder, env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  await pause(milliseconds)
  child.kill('SIGKILL')
  const [code] = await ended
  return code === null
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await run()
  return performance.now() - begun
}

async function issuersOf(sallyport: Installation): Promise<readonly string[]> {
  const listed = await sallyport.json<{ issuer: string }[]>(['list'])
  return [...new Set(listed.map(({ issuer }) => issuer))]
}

each(
  'F-25, F-01: a restore that is killed at any moment leaves what was, or all of the backup',
  async (open, context) => {
    const sallyport = await installation(open, context)
    assert.equal((await sallyport.run(['import', '-'], { input: keys(people, 'Old') })).code, 0)
    const file = join(sallyport.folder, 'old.backup')
    assert.equal((await sallyport.run(['backup', '--out', file])).code, 0)
    const made = await sallyport.create('ana', 'New')

    const words = ['restore', file, '--replace', '--yes']
    const whole = await timeOf(() => sallyport.run(['restore', file, '--dry-run']))
    let interrupted = 0
    for (let kill = 0; kill < kills; kill++) {
      const wait = whole * (0.3 + kill / kills)
      interrupted += (await killedAfter(sallyport, open, words, wait)) ? 1 : 0
      const issuers = await issuersOf(sallyport)
      if (issuers.includes('New'))
        assert.deepEqual(issuers.toSorted(), ['New', 'Old'], 'nothing of the restore')
      else assert.deepEqual(issuers, ['Old'], 'all of the restore')
    }
    assert.ok(interrupted > 0, 'every one of them was done before')

    assert.equal((await sallyport.run(words)).code, 0)
    const listed = await sallyport.json<{ issuer: string }[]>(['list'])
    assert.equal(listed.length, people)
    assert.ok(listed.every(({ issuer }) => issuer === 'Old'))
    assert.equal((await sallyport.run(['audit', 'verify'])).code, 0)
    assert.deepEqual(
      readdirSync(sallyport.data).filter((name) => name.includes('scratch')),
      [],
    )
    assert.equal(
      (await sallyport.run(['-a', 'New', '-o', codeOf(made.uri)])).code,
      2,
      'it was lost, as was said',
    )
  },
)

each(
  'F-31: an import that is killed at any moment shows nothing, and goes on where it was',
  async (open, context) => {
    const sallyport = await installation(open, context)
    const file = join(sallyport.folder, 'keys.txt')
    writeFileSync(file, keys(people, 'Shop'))
    const whole = await timeOf(() => sallyport.run(['import', file, '--dry-run']))
    for (let kill = 0; kill < kills; kill++) {
      await killedAfter(sallyport, open, ['import', file], whole * (0.5 + kill / kills))
      const listed = await sallyport.json<unknown[]>(['list'])
      assert.ok([0, people].includes(listed.length), `${listed.length} are seen`)
      if (listed.length > 0) break
    }
    await sallyport.run(['import', file])
    assert.equal((await sallyport.json<unknown[]>(['list'])).length, people)
    assert.equal((await sallyport.run(['audit', 'verify'])).code, 0)
  },
)

each('F-25: a backup that is killed leaves no file, and one that is done is whole', async (open, context) => {
  const sallyport = await installation(open, context)
  assert.equal((await sallyport.run(['import', '-'], { input: keys(people, 'Shop') })).code, 0)
  const file = join(sallyport.folder, 'a.backup')
  const whole = await timeOf(() => sallyport.run(['list']))
  for (let kill = 0; kill < kills && !existsSync(file); kill++)
    await killedAfter(sallyport, open, ['backup', '--out', file], whole * (0.5 + (kill / kills) * 0.7))
  if (!existsSync(file)) assert.equal((await sallyport.run(['backup', '--out', file])).code, 0)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const checked = await sallyport.json<{ counts: Record<string, number> }>(['restore', file, '--dry-run'])
  assert.equal(checked.counts.accounts, people)
})
