import assert from 'node:assert/strict'
import { onPostgres } from '../kit/databases.ts'
import { codeOf, freshStep, install } from './sallyport.fixture.ts'

onPostgres('the command line: schema first, then as on SQLite', async (open, context) => {
  const sallyport = install(context, open.database)
  const behind = await sallyport.run(['list'])
  assert.equal(behind.code, 2)
  assert.match(behind.error, /\[storage\.schema-behind\].*/)
  assert.ok((await sallyport.json<{ applied: string[] }>(['migrate'])).applied.length > 5)

  const made = await sallyport.create('ana', 'Shop')
  await freshStep()
  const words = ['-a', 'Shop', '-o', codeOf(made.uri)]
  const both = await Promise.all([sallyport.run(words), sallyport.run(words)])
  assert.deepEqual(both.map(({ code }) => code).toSorted(), [0, 1], 'A-005')
  assert.equal((await sallyport.json<unknown[]>(['list'])).length, 1)
  const doctor = await sallyport.json<{ findings: { level: string; check: string }[] }>(['doctor'])
  assert.ok(doctor.findings.some(({ check }) => check === 'database'))
})
