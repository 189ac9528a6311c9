import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SallyportError } from '../../src/kernel/errors.ts'
import { parseStrictJson } from '../../src/kernel/strict-json.ts'
import { routes } from '../../src/protocols/rest/routes.ts'
import { attack } from '../kit/attack.ts'
import { rowsOf } from '../kit/engine.ts'

const numRuns = 10_000
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\0', '\ud800', '__proto__', 'constructor', 'a"b\\', ''),
)
const values = fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' })

/** Refused by name, or undefined where it was taken. */
function refusalOf(bytes: Uint8Array): string | undefined {
  try {
    parseStrictJson(Buffer.from(bytes))
    return undefined
  } catch (error) {
    assert.ok(error instanceof SallyportError, String(error))
    return error.code
  }
}

test('F: JSON that is taken means what every parser says it means', () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = JSON.stringify(value)
      if (refusalOf(Buffer.from(text))) return
      assert.deepEqual(parseStrictJson(Buffer.from(text)), JSON.parse(text))
    }),
    { numRuns },
  )
})

test('F: bytes that are no JSON, or nearly, are refused by one name', () => {
  const nearly = fc
    .tuple(values, fc.nat(), fc.uint8Array({ minLength: 0, maxLength: 4 }), fc.nat({ max: 4 }))
    .map(([value, place, inserted, removed]) => {
      const bytes = Buffer.from(JSON.stringify(value))
      const at = bytes.length === 0 ? 0 : place % bytes.length
      return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)])
    })
  fc.assert(
    fc.property(fc.oneof(nearly, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      const refusal = refusalOf(bytes)
      if (refusal !== undefined) return assert.equal(refusal, 'input.json')
      const taken = Buffer.from(bytes).toString('utf8')
      if (taken.trim() === '') return
      assert.deepEqual(parseStrictJson(Buffer.from(bytes)), JSON.parse(taken.replace(/^\ufeff/, '')))
    }),
    { numRuns },
  )
})

test('F: no member twice, no hidden names, no text that a database would refuse', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, fc.jsonValue({ maxDepth: 1 })), { maxLength: 6 }), (members) => {
      const text = `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
      const refusal = refusalOf(Buffer.from(text))
      const names = members.map(([name]) => name)
      const twice = new Set(names).size < names.length
      const broken = names.some((name) => name.includes('\0') || !name.isWellFormed() || name === '__proto__')
      if (twice || broken) assert.equal(refusal, 'input.json', text)
    }),
    { numRuns },
  )
})

test('F: a name that was sent before changes no other (nodejs/node#63785)', () => {
  const poison = ['{"role":1,"\\\\":2}', '{"role":1,"\\\\u0":2}', '{"role":1,"caf\\\\":2}']
  for (const text of poison) {
    JSON.parse(text)
    assert.equal(refusalOf(Buffer.from(text)), 'input.json', text)
  }
  const named = (name: string) => parseStrictJson(Buffer.from(`{"role":1,"${name}":2}`))
  assert.deepEqual(named('\\u0041'), { role: 1, A: 2 })
  assert.deepEqual(named('\\u0041bc'), { role: 1, Abc: 2 })
  assert.deepEqual(named('caf\\u00e9'), { role: 1, café: 2 })
})

test('F: what the schema of verify takes is an account with what was typed, and nothing else', () => {
  const schema = routes.find(({ path }) => path === '/verify')?.body
  assert.ok(schema)
  const field = fc.oneof(
    values,
    fc.string({ maxLength: 600 }),
    fc.constantFrom('alice', '123456', true, undefined),
  )
  const bodies = fc.oneof(
    values,
    fc.record(
      { account: field, code: field, password: field, passwordAndCode: field, factor: field, vouched: field },
      { requiredKeys: [] },
    ),
    fc.dictionary(texts, field, { maxKeys: 4 }),
  )
  fc.assert(
    fc.property(bodies, (body) => {
      const parsed = schema.safeParse(body)
      if (!parsed.success) return
      const taken = parsed.data as Record<string, unknown>
      assert.ok(typeof taken.account === 'string' && taken.account.length >= 1 && taken.account.length <= 512)
      const { code, passwordAndCode: both } = taken
      assert.ok(code === undefined || (typeof code === 'string' && code.length <= 256))
      assert.ok(both === undefined || (typeof both === 'string' && both.length <= 4352))
      const known = new Set(['account', 'code', 'password', 'passwordAndCode', 'factor', 'vouched'])
      assert.deepEqual(
        Object.keys(body as object).filter((name) => !known.has(name)),
        [],
      )
    }),
    { numRuns },
  )
})

attack('F: a running server takes five hundred broken bodies and stays as it is', async (scene) => {
  const verifier = await scene.server.application(['verify'])
  const before = (await rowsOf(scene.engine, 'completions')).length
  const bodies = fc.sample(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      values.map((value) => JSON.stringify(value)),
      fc.record({ account: texts, code: texts }).map((value) => JSON.stringify(value)),
    ),
    500,
  )
  for (const body of bodies) {
    const answer = await verifier.post('/verify', body)
    assert.ok(answer.status < 500, `${answer.status} for ${String(body).slice(0, 100)}`)
    if (answer.status === 200) assert.equal(answer.body.accepted, false)
  }
  assert.equal((await rowsOf(scene.engine, 'completions')).length, before)
})
