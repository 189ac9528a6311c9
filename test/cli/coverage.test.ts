import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { formatKey } from '../../src/kernel/keyring.ts'
import { openWorld, passwordOnly, testKey } from '../kit/engine.ts'
import { install } from './sallyport.fixture.ts'

test('coverage: what stands open is told, signed, checked from elsewhere and compared', async (context) => {
  const sallyport = install(context)
  await sallyport.json(['create', '-n', 'Ana', '-i', 'Shop'])
  const file = join(sallyport.folder, 'november.json')
  const clean = await sallyport.run(['coverage', '--fail-on-gap', '--out', file])
  assert.equal(clean.code, 0, clean.error)
  assert.match(clean.out, /, one kind of circumstances; doors: /)
  assert.match(clean.out, /^Below what is demanded: nothing\.$/m)
  assert.match(clean.out, /^Not looked at:$/m)
  const pin = /auditors pin this key: ([0-9a-f]{64})/.exec(clean.error)?.[1] ?? ''

  const nowhere = install(context)
  const verify = (...words: string[]) => nowhere.run(['coverage', 'verify', file, ...words])
  assert.match((await verify('--pin', pin)).out, /^Good: signed by the pinned key/)
  assert.match((await verify()).error, /--pin is missing/)
  assert.match((await verify('--pin', '3f1c')).error, /^This has to be 64 hex digits/)
  assert.match((await verify('--pin', 'f'.repeat(64))).error, /\[coverage\.wrong-key\]/)
  assert.match((await sallyport.run(['coverage', '--out', file])).error, /\[file\.exists\]/)
  const since = await sallyport.run(['coverage', '--since', file])
  assert.match(since.out, /^Since that report:\n {2}nothing$/m)
  writeFileSync(file, readFileSync(file, 'utf8').replace('"accounts": 1', '"accounts": 2'))
  const changed = await verify('--pin', pin)
  assert.equal(changed.code, 2)
  assert.match(changed.error, /\[coverage\.wrong-signature\]/)
})

test('coverage: a way below what is demanded is exit code 1 with --fail-on-gap', async (context) => {
  const sallyport = install(context)
  const database = join(sallyport.folder, 'sallyport.db')
  const world = await openWorld(database)
  await passwordOnly(world, 'bob')
  await world.close()
  const env = { SALLYPORT_DATABASE_URL: database, SALLYPORT_KEY: formatKey(testKey) }
  const words = ['coverage', '--json']
  const told = await sallyport.run(words, { env })
  assert.equal(told.code, 0, told.error)
  const failed = await sallyport.run([...words, '--fail-on-gap'], { env })
  assert.equal(failed.code, 1, failed.error)
  const { ways } = JSON.parse(failed.out) as { ways: { kind: string; doors: string[] }[] }
  assert.deepEqual(
    ways.map(({ kind, doors }) => [kind, doors]),
    [['first-enrolment', ['library', 'rest']]],
  )
})
