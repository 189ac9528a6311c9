import assert from 'node:assert/strict'
import { it } from 'node:test'
import { duplicateParameter, issuerMismatch, OtpError, unsupportedAlgorithm } from './errors.ts'

it('an error has a stable code and a sentence, and is an Error', () => {
  const error = unsupportedAlgorithm('MD5')
  assert.ok(error instanceof OtpError && error instanceof Error)
  assert.equal(error.name, 'OtpError')
  assert.equal(error.code, 'algorithm.unsupported')
  assert.deepEqual(error.details, { algorithm: 'MD5' })
})

it('hostile input neither floods a log nor starts a line of its own there', () => {
  const { message } = duplicateParameter(`a\nadmin logged in\u2028\u202e${'x'.repeat(1000)}`)
  assert.match(message, /^[^\p{Cc}\p{Cf}\u2028\u2029]+$/u)
  assert.ok(message.length < 150)
  assert.ok(issuerMismatch('y'.repeat(1000), 'z'.repeat(1000)).message.length < 250)
})
