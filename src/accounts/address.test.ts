import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { emailAddress, phoneNumber } from './address.ts'

describe('contact addresses', () => {
  it('keeps the local part and lowers the domain (RFC 5321 §2.4)', () => {
    assert.deepEqual(emailAddress.parse(' Ana.Lopez@EXAMPLE.com '), {
      type: 'email',
      value: 'Ana.Lopez@example.com',
    })
  })

  it('writes an international domain in ASCII', () => {
    assert.equal(emailAddress.parse('ana@bücher.example').value, 'ana@xn--bcher-kva.example')
  })

  const attacks = {
    'a header behind a line break (1.3.11)': 'ana@example.com\r\nBcc: eve@example.net',
    'a line break in the local part': 'ana\r\nBcc:eve@example.com',
    'two addresses (V-49b)': 'ana@example.com, eve@example.net',
    'two addresses without space': 'ana@example.com;eve@example.net',
    'a display name': 'Ana <ana@example.com>',
    'a second @': 'ana@example.com@example.net',
    'a quoted local part': '"ana eve"@example.com',
    'an address literal': 'ana@[127.0.0.1]',
    'a NUL': 'ana\u0000@example.com',
    'nothing before the @': '@example.com',
    'an endless one': `${'a'.repeat(300)}@example.com`,
  }
  for (const [what, value] of Object.entries(attacks)) {
    it(`refuses ${what}`, () => assert.equal(emailAddress.safeParse(value).success, false))
  }

  it('refuses a list in place of a text (V-49b)', () => {
    assert.equal(emailAddress.safeParse(['ana@example.com', 'eve@example.net']).success, false)
  })

  it('writes numbers in E.164 form', () => {
    assert.equal(phoneNumber.parse('+44 (20) 7946-0000').value, '+442079460000')
    for (const value of ['020 7946 0000', '+0123456789', '+44', '+44207946000012345', '+4420x', '٠١٢٣']) {
      assert.equal(phoneNumber.safeParse(value).success, false)
    }
  })
})
