import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countSegments } from '../../delivery/index.ts'
import { codeText, languageFor, languages, noticeText } from './words.ts'

const houses = [
  { name: 'Sallyport', host: 'mfa.example.com' },
  { name: 'Stadtverwaltung Musterhausen an der Würm', host: 'anmeldung.musterhausen.example' },
  { name: 'N'.repeat(64), host: `${'h'.repeat(40)}.example.com` },
  { name: 'Министерство', host: 'mfa.example.com' },
  { name: '示例有限公司的登录服务名称很长很长很长很长很长', host: 'xn--fsqu00a.example' },
  { name: 'Bank {code} {host}', host: 'mfa.example.com' },
]

for (const language of languages) {
  test(`${language}: code and notices fit one segment, whatever the house is called`, () => {
    for (const house of houses) {
      for (const code of ['287082', '28708212']) {
        const text = codeText(language, code, house)
        assert.equal(countSegments(text).count, 1, text)
        assert.match(text, new RegExp(`^${code}\\b`))
        assert.equal(text.split('\n').at(-1), `@${house.host} #${code}`)
      }
      for (const notice of ['added', 'removed'] as const) {
        const text = noticeText(language, notice, house)
        assert.equal(countSegments(text).count, 1, text)
        assert.ok(text.includes(house.host), text)
      }
    }
  })

  test(`${language}: a usual name is told, and costs no letter outside the alphabet`, () => {
    const text = codeText(language, '287082', { name: 'Sallyport', host: 'mfa.example.com' })
    assert.ok(text.includes('Sallyport'))
    assert.equal(countSegments(text).alphabet, 'GSM-7')
    for (const notice of ['added', 'removed'] as const) {
      const told = noticeText(language, notice, { name: 'Sallyport', host: 'mfa.example.com' })
      assert.equal(countSegments(told).alphabet, 'GSM-7', told)
    }
  })
}

test('the last line binds the code to our page (WICG Origin-bound one-time codes)', () => {
  const text = codeText('en', '287082', { name: 'Example', host: 'mfa.example.com' })
  assert.equal(text, '287082 is your code for Example. Never tell it to anybody.\n\n@mfa.example.com #287082')
})

test('people are written to in their language where we have it', () => {
  const wished = [undefined, 'de', 'de-AT', 'FR', 'pt-BR', 'xx', 'zh-Hans-CN']
  assert.deepEqual(
    wished.map((language) => languageFor(language, 'es')),
    ['es', 'de', 'de', 'fr', 'pt', 'es', 'es'],
  )
})
