import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Client, createClient, isCode, SallyportError } from './index.ts'

const key = `spk_${'k'.repeat(43)}`
const admission = { id: 'a', account: { id: 'b', name: 'ana' }, assurance: 2 }

type Answer = Response | Error | 'never'

/** A server that gives these answers, one after the other, and what it was asked. */
function serverThat(...answers: readonly Answer[]) {
  const timeout = answers.includes('never') ? 250 : 2000
  const asked: { readonly url: string; readonly init: RequestInit }[] = []
  const send: typeof fetch = async (input, init = {}) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? 'never'
    asked.push({ url: String(input), init })
    if (answer instanceof Error) throw answer
    if (answer !== 'never') return answer.clone()
    return new Promise((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
    })
  }
  return { asked, client: createClient({ url: 'https://mfa.example/', key, fetch: send, timeout }) }
}

const json = (status: number, body: unknown, headers = {}) => Response.json(body, { status, headers })
const out = json(503, { code: 'storage.unavailable', detail: 'Not now.' }, { 'retry-after': '3' })
const down = new TypeError('fetch failed')

function thrownBy(run: Promise<unknown>): Promise<SallyportError> {
  return run.then(
    () => assert.fail('it let somebody in'),
    (error) => (error instanceof SallyportError ? error : assert.fail(String(error))),
  )
}

describe('what only looks is tried again; what judges, spends or makes something never', () => {
  const again: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
    'admissions.require': (client) => client.admissions.require('a'),
    'admissions.end': (client) => client.admissions.end('a'),
    'sessions.require': (client) => client.sessions.require('sps_x'),
    'referrals.create': (client) => client.referrals.create({ returnTo: 'https://shop.example/' }),
    'attempts.read': (client) => client.attempts.read('spa_x'),
  }
  for (const [name, run] of Object.entries(again))
    it(`${name}: tried again`, async () => {
      for (const answer of [down, out]) {
        const { client, asked } = serverThat(answer)
        await thrownBy(run(client))
        assert.equal(asked.length, 3)
      }
    })

  const once: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
    verify: (client) => client.verify({ account: 'ana', code: '123456' }),
    'attempts.start': (client) => client.attempts.start({ account: 'ana' }),
    'attempts.prove': (client) => client.attempts.prove('spa_x', { proofs: [{ factor: 'totp', proof: {} }] }),
    'attempts.complete': (client) => client.attempts.complete('spa_x'),
    'attempts.challenge': (client) => client.attempts.challenge('spa_x', { factor: 'sms-code' }),
    'attempts.enrol': (client) => client.attempts.enrol('spa_x', { factor: 'totp' }),
    'attempts.confirm': (client) => client.attempts.confirm('spa_x', 'a', {}),
    'sessions.stepUp': (client) => client.sessions.stepUp('sps_x'),
    'referrals.redeem': (client) => client.referrals.redeem({ code: 'spc_x', browser: 'spv_x' }),
  }
  for (const [name, run] of Object.entries(once))
    it(`${name}: sent once`, async () => {
      for (const answer of [down, out, json(500, {})]) {
        const { client, asked } = serverThat(answer)
        await thrownBy(run(client))
        assert.equal(asked.length, 1)
      }
    })

  it('a refusal is an answer, and final', async () => {
    const { client, asked } = serverThat(json(404, { code: 'admission.over', detail: 'Over.' }))
    assert.equal(await client.admissions.find('a'), undefined)
    assert.equal(asked.length, 1)
  })

  it('what was out of order a moment ago works', async () => {
    const { client, asked } = serverThat(down, out, json(200, admission))
    assert.equal((await client.admissions.require('a', { maxAge: 60 })).assurance, 2)
    assert.equal(asked[2]?.url, 'https://mfa.example/api/v1/admissions/a?maxAge=60')
  })
})

describe('nothing but a clear success lets anybody in (G6)', () => {
  const strange = {
    'a page': new Response('<html>Welcome to the hotel'),
    nothing: new Response(null, { status: 200 }),
    'no content': new Response(null, { status: 204 }),
    'a list': json(200, []),
    'something else': json(200, { accepted: 'yes', id: 1 }),
    'another version': json(200, { id: 'a', account: 'ana', assurance: '2' }),
  }
  for (const [name, answer] of Object.entries(strange))
    it(name, async () => {
      for (const run of [
        (client: Client) => client.verify({ account: 'ana', code: '1' }),
        (client: Client) => client.admissions.require('a'),
        (client: Client) => client.admissions.find('a'),
        (client: Client) => client.referrals.redeem({ code: 'x', browser: 'y' }),
      ])
        assert.ok((await thrownBy(run(serverThat(answer).client))).undecided)
    })

  it('a server that does not answer is given up in time, all tries together', async () => {
    const { client } = serverThat('never')
    const before = performance.now()
    const error = await thrownBy(client.admissions.require('a'))
    assert.equal(error.code, 'timeout')
    assert.ok(performance.now() - before < 1000)
  })

  it('what went wrong keeps its code, its details and when to come again', async () => {
    const error = await thrownBy(serverThat(out).client.verify({ account: 'ana', code: '1' }))
    assert.deepEqual(
      [error.code, error.status, error.retryAfter, error.undecided],
      ['storage.unavailable', 503, 3, true],
    )
    const stepUp = json(403, { code: 'step-up.required', detail: '…', details: { maxAge: 60 } })
    const asked = await thrownBy(serverThat(stepUp).client.admissions.require('a'))
    assert.deepEqual([asked.details.maxAge, asked.undecided], [60, false])
    assert.ok(isCode(asked, 'step-up.required'))
  })
})

describe('the key goes to the server that was named, and nowhere else (G9)', () => {
  it('a redirection is not followed', async () => {
    const { client, asked } = serverThat(json(200, admission))
    await client.admissions.require('../accounts?x#')
    assert.equal(asked[0]?.init.redirect, 'error')
    assert.equal(asked[0]?.url, 'https://mfa.example/api/v1/admissions/..%2Faccounts%3Fx%23')
  })

  it('a browser gets none, and a wrong one is said at the start', () => {
    const url = 'https://mfa.example'
    for (const options of [
      { url: 'mfa.example', key },
      { url, key: 'secret' },
      { url, key: '' },
    ])
      assert.throws(() => createClient(options), { code: 'client.misused' })
    Object.assign(globalThis, { document: {} })
    try {
      assert.throws(() => createClient({ url, key }), { code: 'client.misused' })
    } finally {
      delete (globalThis as { document?: unknown }).document
    }
  })

  it('no error shows it', async () => {
    const error = await thrownBy(serverThat(down).client.verify({ account: 'ana', code: '1' }))
    assert.equal(JSON.stringify([error, error.message, String(error.cause)]).includes(key), false)
  })
})
