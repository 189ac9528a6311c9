import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, freshStep, install } from './sallyport.fixture.ts'

describe('sallyport authenticate', () => {
  test('A-005: of two processes with the same code exactly one succeeds', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    await freshStep()
    const words = ['-a', 'Shop', '-o', codeOf(made.uri)]
    const both = await Promise.all([sallyport.run(words), sallyport.run(words)])
    assert.deepEqual(both.map(({ code }) => code).toSorted(), [0, 1])

    await freshStep()
    const next = ['-a', 'Shop', '-o', codeOf(made.uri, 1)]
    const active = await Promise.all([sallyport.run(next), sallyport.run(next)])
    assert.deepEqual(active.map(({ code }) => code).toSorted(), [0, 1], 'once it is confirmed, too')
  })

  test('beside another process that writes it waits its turn', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    const other = new DatabaseSync(join(sallyport.data, 'sallyport.db'), { timeout: 5_000 })
    let busy = true
    const writing = (async () => {
      while (busy) {
        other.exec('BEGIN IMMEDIATE')
        await pause(40)
        other.exec('COMMIT')
        await pause(15)
      }
      other.close()
    })()
    await freshStep()
    const ran = await sallyport.run(['-a', 'Shop', '-o', codeOf(made.uri)])
    busy = false
    await writing
    assert.equal(ran.code, 0, ran.error)
  })

  test('reads a code from standard input, and answers in JSON', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    await freshStep()
    const answer = await sallyport.json(['authenticate', '-i', 'Shop', '-o', '-'], {
      input: `${codeOf(made.uri)}\n`,
    })
    assert.deepEqual(answer, {
      accepted: true,
      account: 'ana',
      issuer: 'Shop',
      authenticator: made.authenticator,
      factor: (answer as { factor: string }).factor,
      assurance: 1,
    })
    const refused = await sallyport.json(['authenticate', '-i', 'Shop', '-o', '000000'])
    assert.deepEqual(refused, { accepted: false, account: 'ana', issuer: 'Shop', reason: 'refused' })
  })

  test('a refusal is 1 and tells nothing; too many are 1 and tell how long', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    const right = new Set([-1, 0, 1, 2].map((steps) => codeOf(made.uri, steps)))
    const wrong = ['000000', '111111', '222222', '333333', '444444', '555555', '666666'].filter(
      (code) => !right.has(code),
    )
    const codes: (number | null)[] = []
    let last = ''
    for (const code of [...wrong, ...wrong]) {
      const ran = await sallyport.run(['-a', 'Shop', '-o', code])
      codes.push(ran.code)
      last = ran.out
      if (/too many/.test(last)) break
    }
    assert.ok(codes.every((code) => code === 1))
    assert.match(last, /too many failed tries/)
    const right2 = await sallyport.json<{ reason: string }>(['-a', 'Shop', '-o', codeOf(made.uri)])
    assert.equal(right2.reason, 'throttled')
    assert.equal((await sallyport.run(['unlock', '-n', 'ana', '--reason', 'test'])).code, 0)
    await freshStep()
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(made.uri)])).code, 0, 'unlocked')
  })

  test('what is not there is 2', async (context) => {
    const sallyport = install(context)
    await sallyport.create('ana', 'Shop')
    for (const words of [
      ['-a', 'Nowhere'],
      ['-a', 'Shop', '-n', 'zoe'],
      ['-a', 'Portal', '-n', 'ana'],
    ]) {
      const { code, error } = await sallyport.run([...words, '-o', '123456'])
      assert.equal(code, 2, words.join(' '))
      assert.match(error, /not-found/)
    }
  })
})
