import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { install } from './sallyport.fixture.ts'

test('coverage: what stands open is told, signed, checked from elsewhere and compared', async (context) => {
  const sallyport = install(context)
  await sallyport.json(['create', '-n', 'Ana', '-i', 'Shop'])
  const file = join(sallyport.folder, 'november.json')
  const clean = await sallyport.run(['coverage', '--fail-on-gap', '--out', file])
  assert.equal(clean.code, 0, clean.error)
  assert.match(clean.out, /^Below what is demanded: nothing\.$/m)
  assert.match(clean.out, /^Not looked at:$/m)
  const pin = /auditors pin this key: ([0-9a-f]{64})/.exec(clean.error)?.[1] ?? ''

  const nowhere = install(context)
  const verify = (...words: string[]) => nowhere.run(['coverage', 'verify', file, ...words])
  assert.match((await verify('--pin', pin)).out, /^Good: signed by the pinned key/)
  assert.match((await verify()).error, /--pin is missing/)
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
  const keys = join(sallyport.folder, 'keys.txt')
  writeFileSync(keys, 'otpauth://totp/Shop:Ana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Shop\n')
  await sallyport.json(['import', keys])
  const config = join(sallyport.folder, 'sallyport.yaml')
  writeFileSync(config, 'policy: { classes: { other: mfa } }\n')
  const words = ['coverage', '--config', config, '--json']
  assert.equal((await sallyport.run(words)).code, 0)
  const failed = await sallyport.run([...words, '--fail-on-gap'])
  assert.equal(failed.code, 1)
  assert.deepEqual(
    JSON.parse(failed.out).ways.map(({ kind, doors }: never) => [kind, doors]),
    [['code-alone', ['cli']]],
  )
})
