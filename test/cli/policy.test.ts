import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { install } from './sallyport.fixture.ts'

const draft = `
policy:
  mfa: offered
  rules:
    - name: everybody
      need: mfa
    - name: money
      what: { classes: [banking] }
      need: mfa
    - name: no nights
      when: { from: "20:00", to: "06:00", zone: Europe/Berlin }
      need: { deny: true }
`

test('policy: rules are listed, checked before they are in force, and explained', async (context) => {
  const sallyport = install(context)
  await sallyport.json(['invite', '-n', 'Ana', '--new'])
  const file = join(sallyport.folder, 'draft.yaml')
  writeFileSync(file, draft)
  const under = ['--config', file]

  const listed = await sallyport.run(['policy', 'list', ...under])
  assert.match(listed.out, /^no nights: Everybody, 20:00 to 06:00 in Europe\/Berlin: nobody comes in\.$/m)
  assert.equal((await sallyport.run(['policy', 'check'])).code, 0)
  const checked = await sallyport.run(['policy', 'check', ...under])
  assert.equal(checked.code, 1)
  assert.match(checked.out, /“money” adds nothing: wherever it fits, “everybody” asks for as much\./)

  const explain = (...words: string[]) =>
    sallyport.run(['policy', 'explain', '-n', 'ana', ...words, ...under])
  const day = await explain('--at', '2026-11-24T12:00Z')
  assert.equal(day.code, 0)
  assert.match(day.out, /^Ana at .+: Has to set up something more on the way, and then comes in\.$/m)
  const night = await explain('--at', '2026-11-24T22:00Z')
  assert.equal(night.code, 1)
  assert.match(night.out, /by the rule no nights/)
  assert.match((await explain('--from', 'the office')).error, /address such as.*\[input\.invalid\]/s)
})

test('policy: countries are known by a table, and a rule that asks for one without is reported', async (context) => {
  const sallyport = install(context)
  await sallyport.json(['invite', '-n', 'Ana', '--new'])
  const file = join(sallyport.folder, 'draft.yaml')
  const table = join(sallyport.folder, 'table.csv')
  const rules = `[{ name: abroad, where: { outsideCountries: [DE] }, need: { deny: true } }]`
  writeFileSync(table, 'network,country\n203.0.113.0/24,DE\n198.51.100.0/24,FR\n')
  writeFileSync(file, `countries: { file: table.csv }\npolicy:\n  mfa: offered\n  rules: ${rules}`)
  const run = (...words: string[]) => sallyport.run([...words, '--config', file])
  assert.match((await run('policy', 'list')).out, /^abroad: Everybody, from outside DE: nobody comes in\.$/m)
  assert.equal((await run('policy', 'check')).code, 0)
  const denied = async (...words: string[]) =>
    /a rule denies it/.test((await run('policy', 'explain', '-n', 'ana', ...words)).out)
  assert.equal(await denied('--from', '203.0.113.7'), false)
  assert.equal(await denied('--from', '198.51.100.7'), true)
  assert.equal(await denied('--from', '198.51.100.7', '--country', 'DE'), false)
  writeFileSync(table, 'network,country\nnot a network,DE\n')
  assert.match(
    (await run('policy', 'check')).out,
    /“abroad” asks from which country somebody comes, and no table/,
  )
  assert.match((await run('doctor')).out, /The table of countries cannot be used/)
  const uk = rules.replace('DE', 'UK')
  writeFileSync(file, `policy:\n  rules: ${uk}`)
  assert.match((await run('policy', 'check')).error, /must be a country such as DE or GB/)
})

test('policy: how old proofs may be, and how long a browser is remembered, is told in words', async (context) => {
  const sallyport = install(context)
  await sallyport.json(['invite', '-n', 'Ana', '--new'])
  const file = join(sallyport.folder, 'draft.yaml')
  const rules = `rules:
    - { name: often, need: { strength: mfa, fresh: 15m, remembered: 7d } }
    - { name: keys, who: { accounts: [ana] }, need: { strength: phishing-resistant, remembered: 7d } }`
  writeFileSync(file, `policy:\n  remember: 30d\n  ${rules}`)
  const under = ['--config', file]
  const listed = await sallyport.run(['policy', 'list', ...under])
  assert.match(listed.out, /^Who asks for it has a browser remembered for 30 days\.$/m)
  assert.match(listed.out, /^often: Everybody: mfa, proved within 15 minutes, remembered for 7 days\.$/m)
  const checked = await sallyport.run(['policy', 'check', ...under])
  assert.match(checked.out, /“keys” remembers no browser: it asks for more than two factors each time\./)
  const explained = await sallyport.run(['policy', 'explain', '-n', 'ana', ...under])
  assert.match(explained.out, /^ {2}proved anew after 15 minutes$/m)
  writeFileSync(file, `policy:\n  ${rules}`)
  const without = await sallyport.run(['policy', 'check', ...under])
  assert.match(without.out, /“often” remembers no browser: policy\.remember is not set\./)
})

test('policy: a mistake in a rule is told with its place, and nothing starts', async (context) => {
  const sallyport = install(context)
  const file = join(sallyport.folder, 'draft.yaml')
  writeFileSync(file, 'policy: { rules: [{ name: a, where: { networks: [office] }, need: impossible }] }')
  const { code, error } = await sallyport.run(['policy', 'check', '--config', file])
  assert.equal(code, 2)
  assert.match(error, /policy\.rules.*networks.*must be a network/s)
  writeFileSync(file, 'policy: { rules: [{ name: a, need: impossible }] }')
  const unknown = await sallyport.run(['policy', 'check', '--config', file])
  assert.match(unknown.error, /"impossible".*\[policy\.strength-unknown\]/s)
})

test('policy: rules are compared, applied with a reason, shown again and taken back', async (context) => {
  const sallyport = install(context)
  const file = join(sallyport.folder, 'rules.yaml')
  writeFileSync(file, 'rules:\n  - name: money\n    what: { classes: [banking] }\n    need: passwordless\n')
  const differs = await sallyport.run(['policy', 'diff', file])
  assert.equal(differs.code, 1)
  assert.match(differs.out, /^\+ money: Everybody, for what is banking: passwordless\.$/m)
  assert.match(differs.out, /^Of \d+ accounts:\n {2}\S/m)
  assert.equal((await sallyport.run(['policy', 'check', file])).code, 0)

  assert.match((await sallyport.run(['policy', 'apply', file])).error, /--reason is missing/)
  const applied = await sallyport.json<{ revision: number }>([
    'policy',
    'apply',
    file,
    '--reason',
    'as agreed',
  ])
  assert.equal(applied.revision, 1)
  assert.match((await sallyport.run(['policy', 'list'])).out, /^money: /m)
  assert.match((await sallyport.run(['policy', 'history'])).out, /^1 .* as agreed$/m)
  const same = await sallyport.run(['policy', 'apply', file, '--reason', 'again'])
  assert.match(same.out, /in force already/)

  const shown = await sallyport.run(['policy', 'show'])
  writeFileSync(file, shown.out)
  assert.equal((await sallyport.run(['policy', 'diff', file])).code, 0)
  const stale = await sallyport.run(['policy', 'apply', '--revision', '0', '--base', '0', '--reason', 'undo'])
  assert.match(stale.error, /\[policy\.stale\]/)
  assert.equal((await sallyport.run(['policy', 'apply', '--revision', '0', '--reason', 'undo'])).code, 0)
  assert.doesNotMatch((await sallyport.run(['policy', 'list'])).out, /money/)
})

test('policy: all that is wrong in a file of rules is told with its line', async (context) => {
  const sallyport = install(context)
  const file = join(sallyport.folder, 'rules.yaml')
  writeFileSync(file, 'rules:\n  - name: a\n    need: mfa\n    where: { networks: [office] }\nrule: []\n')
  const { code, error } = await sallyport.run(['policy', 'apply', file, '--reason', 'x'])
  assert.equal(code, 2)
  assert.match(
    error,
    /\[policy\.rules-invalid\].*rules\.yaml:4: .*networks.*rules\.yaml:5: rule: there is no/s,
  )
})
