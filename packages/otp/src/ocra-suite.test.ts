import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseOcraSuite } from './ocra-suite.ts'

const invalid = { code: 'ocra.invalid-suite' }

describe('an OCRA suite', () => {
  it('says how a response is made and of what (RFC 6287 §6)', () => {
    assert.deepEqual(parseOcraSuite('OCRA-1:HOTP-SHA1-6:QN08'), {
      text: 'OCRA-1:HOTP-SHA1-6:QN08',
      algorithm: 'SHA1',
      digits: 6,
      counter: false,
      question: { format: 'numeric', length: 8 },
    })
    assert.deepEqual(parseOcraSuite('OCRA-1:HOTP-SHA512-8:C-QH40-PSHA256-S128-T15S'), {
      text: 'OCRA-1:HOTP-SHA512-8:C-QH40-PSHA256-S128-T15S',
      algorithm: 'SHA512',
      digits: 8,
      counter: true,
      question: { format: 'hexadecimal', length: 40 },
      pin: 'SHA256',
      session: 128,
      period: 15,
    })
  })

  it('may be any of the examples of RFC 6287 §6', () => {
    const { question, session } = parseOcraSuite('OCRA-1:HOTP-SHA1-4:QH8-S512')
    assert.deepEqual([question.length, session], [8, 512])
    assert.equal(parseOcraSuite('OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1').pin, 'SHA1')
    assert.equal(parseOcraSuite('OCRA-1:HOTP-SHA256-6:QA10-T1M').period, 60)
  })

  it('takes every length of response, and steps of seconds, minutes and hours', () => {
    for (const digits of [0, 4, 5, 6, 7, 8, 9, 10])
      assert.equal(parseOcraSuite(`OCRA-1:HOTP-SHA256-${digits}:QN08`).digits, digits)
    const periods = { '1S': 1, '59S': 59, '1M': 60, '59M': 3540, '1H': 3600, '48H': 172_800 }
    for (const [step, seconds] of Object.entries(periods))
      assert.equal(parseOcraSuite(`OCRA-1:HOTP-SHA1-6:QN08-T${step}`).period, seconds)
  })

  it('has the defaults of §6.3 for what is left out', () => {
    const suite = parseOcraSuite('OCRA-1:HOTP-SHA1-6:Q-P-S-T')
    assert.deepEqual(suite.question, { format: 'numeric', length: 8 })
    assert.deepEqual([suite.pin, suite.session, suite.period], ['SHA1', 64, 60])
  })

  it('is refused where it is anything else, with its text shortened and no control character in it', () => {
    const broken = [
      '',
      'OCRA-1',
      'OCRA-2:HOTP-SHA1-6:QN08',
      'OCRA-1:HOTP-MD5-6:QN08',
      'OCRA-1:HOTP-SHA1-3:QN08',
      'OCRA-1:HOTP-SHA1-11:QN08',
      'OCRA-1:HOTP-SHA1-06:QN08',
      'OCRA-1:HOTP-SHA1-6:QX08',
      'OCRA-1:HOTP-SHA1-6:QN03',
      'OCRA-1:HOTP-SHA1-6:QN65',
      'OCRA-1:HOTP-SHA1-6:C',
      'OCRA-1:HOTP-SHA1-6:PSHA1',
      'OCRA-1:HOTP-SHA1-6:QN08-C',
      'OCRA-1:HOTP-SHA1-6:QN08-T1M-PSHA1',
      'OCRA-1:HOTP-SHA1-6:QN08-PMD5',
      'OCRA-1:HOTP-SHA1-6:QN08-S64',
      'OCRA-1:HOTP-SHA1-6:QN08-S000',
      'OCRA-1:HOTP-SHA1-6:QN08-S513',
      'OCRA-1:HOTP-SHA1-6:QN08-T0H',
      'OCRA-1:HOTP-SHA1-6:QN08-T60S',
      'OCRA-1:HOTP-SHA1-6:QN08-T60M',
      'OCRA-1:HOTP-SHA1-6:QN08-T49H',
      'OCRA-1:HOTP-SHA1-6:QN08-T1D',
      'OCRA-1:HOTP-SHA1-6:QN08-T1M:more',
      'ocra-1:hotp-sha1-6:qn08',
      'OCRA-1:HOTP-SHA1-6:QN08\n',
    ]
    for (const text of broken) assert.throws(() => parseOcraSuite(text), invalid, text)
    assert.throws(
      () => parseOcraSuite(`x\n${'y'.repeat(1000)}`),
      (error: Error) => error.message.length < 200 && !error.message.includes('\n'),
    )
  })
})
