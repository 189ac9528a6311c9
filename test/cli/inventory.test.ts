import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { install } from './sallyport.fixture.ts'

test('inventory: a list is previewed, taken over, classified and withdrawn', async (context) => {
  const sallyport = install(context)
  const file = join(sallyport.folder, 'ERP.csv')
  writeFileSync(file, 'account,system,entitlement\nana,OWA,\nbob,hr-portal,reader\n')
  const dry = await sallyport.json<{ wouldImport: number; list: string }>([
    ...['inventory', 'import', file, '--dry-run'],
  ])
  assert.deepEqual([dry.wouldImport, dry.list], [2, 'erp'])
  const done = await sallyport.json<{ lines: number }>(['inventory', 'import', file])
  assert.equal(done.lines, 2)

  const said = ['--as', 'customer-data', '--reason', 'personal files']
  await sallyport.json(['inventory', 'classify', 'hr-*', ...said])
  const { out } = await sallyport.run(['inventory', 'classify'])
  assert.match(out, /^OWA +mail +1 +list +its name fits “owa”$/m)
  assert.match(out, /^hr-portal +customer-data +1 +list +its name fits “hr-\*”: personal files$/m)
  await sallyport.json(['inventory', 'classify', 'hr-*', '--forget', '--reason', 'wrong'])
  await sallyport.json(['inventory', 'withdraw', 'erp', '--reason', 'gone'])
  const left = await sallyport.run(['inventory', 'classify'])
  assert.ok(!left.out.includes('OWA'))

  await sallyport.json(['inventory', 'import', file])
  const advice = await sallyport.run(['inventory', 'advise'])
  assert.match(advice.out, /^1 of 2 accounts needs a second factor; 1 of them has none that it could use\.$/m)
  assert.match(advice.out, /^ {2}mail: 1 needs it, 1 lacks it$/m)
  assert.match(advice.out, /^3 +ana +reaches OWA \(mail\); has no account here yet$/m)
  assert.match(advice.out, /^Stage 3, Everybody: .* The rules in force ask for it already/m)
  const rules = join(sallyport.folder, 'rules.yaml')
  writeFileSync(rules, (await sallyport.run(['inventory', 'advise', '--stage', '3'])).out)
  const env = { SALLYPORT_POLICY_MFA: 'offered' }
  const offered = await sallyport.run(['inventory', 'advise'], { env })
  assert.match(offered.out, /^Stage 3, Everybody: \d+ accounts\. Nobody is left out\.$/m)
  assert.equal((await sallyport.run(['policy', 'check', rules], { env })).code, 0)
  assert.equal((await sallyport.run(['inventory', 'advise', '--stage', '4'])).code, 2)

  const broken = await sallyport.run(['inventory', 'import', '-', '--list', 'x'], { input: 'a,b\n1,2\n' })
  assert.deepEqual([broken.code, /line 1/.test(broken.error)], [2, true])
  assert.equal((await sallyport.run(['inventory', 'import', '-'], { input: 'a' })).code, 2)
  assert.equal((await sallyport.run(['inventory', 'classify', 'x', '--reason', 'y'])).code, 2)
})
