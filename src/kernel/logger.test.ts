import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type LogFields, scrub, scrubbingLogger } from './logger.ts'

const canary = 'CANARY-7f3a9'

function logged(fields: LogFields, message = 'It happened.'): string {
  const lines: unknown[] = []
  const write = (object: unknown, text?: string) => lines.push([object, text])
  const pino = { debug: write, info: write, warn: write, error: write }
  scrubbingLogger(pino as unknown as Parameters<typeof scrubbingLogger>[0]).error(fields, message)
  return JSON.stringify(lines)
}

test('G9: fields with secret names are not printed, at any depth and in any spelling', () => {
  const names =
    'password passphrase newPassword secret clientSecret token sessionToken cookie set-cookie authorization apiKey api-key key code codes seed otp totp answer proof hash passwordHash uri keyUri'
  for (const name of names.split(' ')) {
    const nested = { a: { b: [{ [name]: canary }, { [name.toUpperCase()]: { deep: canary } }] } }
    assert.ok(!logged(nested).includes(canary), name)
  }
})

test('G9: our tokens, keys, key URIs and password hashes are cut out of any text', () => {
  const secrets = [
    `spa_${'Aa0_-'.repeat(8)}`,
    `sps_${'x'.repeat(43)}`,
    `spk_${'9'.repeat(16)}`,
    `otpauth://totp/Ana?secret=${canary}`,
    `otpauth-migration://offline?data=${canary}`,
    `OTPAUTH://totp/Ana?secret=${canary}`,
    `sallyport-key-1:${'k'.repeat(43)}`,
    `$argon2id$v=19$m=19456,t=2,p=1$${canary}$${canary}`,
  ]
  for (const secret of secrets) {
    for (const text of [secret, `before ${secret} after`, `x${secret}`, `"${secret}"`, `=${secret}`]) {
      const error = new Error(text, { cause: new Error(text) })
      const out = logged({ note: text, list: [text], error }, text)
      assert.ok(!out.includes(secret.slice(-12)), `${text} → ${out.slice(0, 200)}`)
    }
  }
})

test('G9: bytes are never printed', () => {
  const bytes = Buffer.from(canary)
  const out = logged({ data: bytes, nested: [new Uint8Array(bytes)] })
  assert.ok(!out.includes(canary) && !out.includes(String(bytes[0])))
})

test('A-094: no control character, line break or escape of a caller reaches the log', () => {
  const nasty = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(nasty, nasty, (message, value) => {
      const texts: string[] = []
      const printed = [scrub({ value, error: new Error(message) }), logged({}, message)]
      JSON.stringify(printed, (_, item: unknown) => {
        if (typeof item === 'string') texts.push(item)
        return item
      })
      assert.doesNotMatch(texts.join(''), /[\p{Cc}\u2028\u2029]/u)
    }),
  )
  assert.equal(scrub({ agent: '\u001b[31m\r\nforged' }).agent, '\\u001b[31m\\u000d\\u000aforged')
})

test('A-094: a megabyte is cut, deep and circular things end', () => {
  const circle: Record<string, unknown> = {}
  circle.again = circle
  const wide = Array.from({ length: 100_000 }, () => 'x')
  assert.ok(logged({ agent: 'a'.repeat(1_000_000), circle, wide }, 'b'.repeat(1_000_000)).length < 20_000)
})
