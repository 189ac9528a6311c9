import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readNameText } from './name-text.ts'

const [cn, o, ou, dc, uid] = [
  '2.5.4.3',
  '2.5.4.10',
  '2.5.4.11',
  '0.9.2342.19200300.100.1.25',
  '0.9.2342.19200300.100.1.1',
]

describe('a name as text (RFC 4514)', () => {
  it('is read as in the examples of §4, the widest part first', () => {
    assert.deepEqual(readNameText('UID=jsmith,DC=example,DC=net'), [
      [{ oid: dc, text: 'net' }],
      [{ oid: dc, text: 'example' }],
      [{ oid: uid, text: 'jsmith' }],
    ])
    assert.deepEqual(readNameText('OU=Sales+CN=J.  Smith,DC=example'), [
      [{ oid: dc, text: 'example' }],
      [
        { oid: ou, text: 'Sales' },
        { oid: cn, text: 'J.  Smith' },
      ],
    ])
    assert.deepEqual(readNameText('CN=James \\"Jim\\" Smith\\, III'), [
      [{ oid: cn, text: 'James "Jim" Smith, III' }],
    ])
    assert.deepEqual(readNameText('CN=Before\\0dAfter'), [[{ oid: cn, text: 'Before\rAfter' }]])
    assert.deepEqual(readNameText('1.3.6.1.4.1.1466.0=#04024869'), [
      [{ oid: '1.3.6.1.4.1.1466.0', hex: '04024869' }],
    ])
    assert.deepEqual(readNameText('CN=Lu\\C4\\8Di\\C4\\87'), [[{ oid: cn, text: 'Lučić' }]])
  })

  it('keeps what is escaped apart from what divides', () => {
    assert.deepEqual(readNameText('O=a\\,CN=b'), [[{ oid: o, text: 'a,CN=b' }]])
    assert.deepEqual(readNameText('O=a\\\\,CN=b'), [[{ oid: cn, text: 'b' }], [{ oid: o, text: 'a\\' }]])
    assert.deepEqual(readNameText('O=a\\+CN=b'), [[{ oid: o, text: 'a+CN=b' }]])
  })

  it('is refused where it is none', () => {
    for (const text of [
      '',
      'CN',
      'CN=',
      '=x',
      'XY=x',
      'CN=a,',
      ',CN=a',
      'CN=a,,O=b',
      'CN="a"',
      'CN=a;O=b',
      'CN=a\\',
    ])
      assert.equal(readNameText(text), undefined, text)
  })

  it('A-112: nothing that is typed breaks it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('CN=', 'O=', 'a', ',', '+', '\\', '#', '0d', '"', ' ', 'é')),
        (parts) => {
          readNameText(parts.join(''))
        },
      ),
    )
  })
})
