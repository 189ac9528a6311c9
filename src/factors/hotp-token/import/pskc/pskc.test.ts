import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { hotp } from '@sallyport/otp'
import { testHost } from '../../../../../test/factor-conformance.ts'
import { hotpTokenModule } from '../../index.ts'
import { importer, problemsOf, secretOf } from '../../test/files.ts'
import vectors from '../../vectors/rfc6030.json' with { type: 'json' }

const pskc = importer('pskc')
const figure = (number: number) =>
  readFileSync(join(import.meta.dirname, `../../vectors/rfc6030-figure-${number}.xml`))

describe('PSKC, RFC 6030', () => {
  it('figure 2: a secret of four characters is refused', async () => {
    const [problem] = await problemsOf(pskc.read(figure(2), undefined))
    assert.match(problem?.reason ?? '', /32 bits, and 128 are needed/)
  })

  it('figure 3: a token with its maker, its digits and its counter', async () => {
    const [token, ...others] = await pskc.read(figure(3), undefined)
    assert.deepEqual(others, [])
    assert.deepEqual(token, {
      handle: '987654321',
      label: 'Manufacturer',
      counter: 0n,
      data: {
        kind: 'event',
        serial: '987654321',
        maker: 'Manufacturer',
        secret: Buffer.from(vectors.secret, 'hex').toString('base64'),
        algorithm: 'SHA1',
        digits: 8,
      },
    })
  })

  it('figure 4: a key that is to be derived from another is refused', async () => {
    const [problem] = await problemsOf(pskc.read(figure(4), undefined))
    assert.match(problem?.reason ?? '', /derived from a key that is not in the file/)
  })

  it('figure 5: a PIN that the token itself checks is none of ours', async () => {
    const tokens = await pskc.read(figure(5), undefined)
    assert.equal(tokens.length, 1)
    assert.equal('pin' in Object(tokens[0]?.data), false)
  })

  it('figure 6: under a pre-shared key', async () => {
    const tokens = await pskc.read(figure(6), { key: vectors.figure6.key })
    assert.deepEqual(tokens.map(secretOf), [vectors.secret])
  })

  it('figure 7: under a passphrase', async () => {
    const tokens = await pskc.read(figure(7), { passphrase: vectors.figure7.passphrase })
    assert.deepEqual(tokens.map(secretOf), [vectors.secret])
  })

  it('figure 8: for a certificate: refused, and says what to ask for', async () => {
    const [problem] = await problemsOf(pskc.read(figure(8), undefined))
    assert.match(problem?.reason ?? '', /for a certificate/)
  })

  it('figure 9: signed: refused, unless somebody has checked it', async () => {
    const [problem] = await problemsOf(pskc.read(figure(9), undefined))
    assert.match(problem?.remedy ?? '', /pskctool --verify/)
    const tokens = await pskc.read(figure(9), { ignoreSignature: true })
    assert.deepEqual(
      tokens.map(({ handle }) => handle),
      ['0755225266'],
    )
  })

  it('figure 10: several, with the dates of their policy; a serial number that stands there twice refuses all', async () => {
    const problems = await problemsOf(pskc.read(figure(10), undefined))
    assert.deepEqual(
      problems.map(({ reason }) => reason),
      ['the serial number 9999999 stands there twice'],
    )
    const once = figure(10).toString().replace('<SerialNo>9999999', '<SerialNo>9999998')
    const tokens = await pskc.read(Buffer.from(once), undefined)
    assert.equal(tokens.length, 4)
    assert.equal(tokens[0]?.expiresAt, Date.parse('2006-05-31T00:00:00Z'))
    assert.equal(tokens[0]?.data.startsAt, Date.parse('2006-05-01T00:00:00Z'))
  })

  it('gives tokens whose codes are those of RFC 4226', async () => {
    const [token] = await pskc.read(figure(6), { key: vectors.figure6.key })
    assert.equal(hotp(Buffer.from(token?.data.secret ?? '', 'base64'), 1), '287082')
  })
})

/** Figure 6 with something else in it. */
function changed(from: string | RegExp, to: string): Buffer {
  const before = figure(6).toString()
  const after = before.replace(from, to)
  assert.notEqual(after, before, 'nothing was changed')
  return Buffer.from(after)
}

describe('an encrypted PSKC file', () => {
  const wrong = 'the key or passphrase is wrong, or it was changed on its way'

  it('says the same of a wrong key, a wrong passphrase, a wrong MAC and changed text (R-12, A-086)', async () => {
    const right = { key: vectors.figure6.key }
    const tries = [
      () => pskc.read(figure(6), { key: '00'.repeat(16) }),
      () => pskc.read(figure(6), { key: '00'.repeat(32) }),
      () => pskc.read(figure(7), { passphrase: 'qwertz' }),
      () => pskc.read(changed('Su+NvtQfmvfJzF6bmQiJqoLRExc=', 'Su+MvtQfmvfJzF6bmQiJqoLRExc='), right),
      () => pskc.read(changed('AAECAwQFBgcICQoLDA0OD+cI', 'AAECAwQFBgcICQoLDA0OD+cJ'), right),
      () => pskc.read(changed('ESIzRFVmd4iZABEiM0RVZgKn', 'ESIzRFVmd4iZABEiM0RVZgKo'), right),
    ]
    for (const tried of tries) {
      const [problem, ...more] = await problemsOf(tried())
      assert.deepEqual([problem?.reason, problem?.where, more], [wrong, 'The file', []])
    }
  })

  it('is refused without a MAC, with one by MD5, and where its cipher is too weak', async () => {
    const right = { key: vectors.figure6.key }
    const noMac = changed(/<ValueMAC>.*<\/ValueMAC>/s, '')
    const noMethod = changed(/<MACMethod.*<\/MACMethod>/s, '')
    for (const file of [noMac, noMethod])
      assert.match((await problemsOf(pskc.read(file, right)))[0]?.reason ?? '', /no MAC/)
    const md5 = changed('#hmac-sha1', '#hmac-md5')
    assert.match((await problemsOf(pskc.read(md5, right)))[0]?.reason ?? '', /another hash/)
    const des = changed(/#aes128-cbc/g, '#tripledes-cbc')
    assert.match((await problemsOf(pskc.read(des, right)))[0]?.reason ?? '', /tripledes-cbc/)
  })

  it('asks for the key or the passphrase that it is under', async () => {
    assert.match((await problemsOf(pskc.read(figure(6), undefined)))[0]?.reason ?? '', /Pre-shared-key/)
    assert.match((await problemsOf(pskc.read(figure(7), undefined)))[0]?.reason ?? '', /passphrase/)
    assert.equal(pskc.options.safeParse({ key: '1234' }).success, false)
  })

  it('is refused where a passphrase would keep us busy for ever (A-086)', async () => {
    for (const count of ['0', '-1', '1e3x', '1000000000000', '']) {
      const file = figure(7).toString().replace('>1000<', `>${count}<`)
      const [problem] = await problemsOf(pskc.read(Buffer.from(file), { passphrase: 'qwerty' }))
      assert.match(problem?.reason ?? '', /PBKDF2 are out of range/)
    }
  })
})

/** Figure 3 with a policy. */
function withPolicy(policy: string, algorithm = 'hotp'): Buffer {
  const text = figure(3)
    .toString()
    .replace(':hotp"', `:${algorithm}"`)
    .replace('</Data>', `</Data><Policy>${policy}</Policy>`)
  return Buffer.from(text)
}

const pinKey = `<KeyPackage><DeviceInfo><SerialNo>987654321</SerialNo></DeviceInfo>
  <Key Id="pin" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:pin"><Data><Secret><PlainValue>${Buffer.from('2580').toString('base64')}</PlainValue></Secret></Data></Key></KeyPackage>`

describe('the policy of a PSKC key (R-11)', () => {
  it('is refused where it limits what we do not count, forbids the use, or is not understood', async () => {
    for (const [policy, reason] of [
      ['<NumberOfTransactions>10</NumberOfTransactions>', /limits how often/],
      ['<KeyUsage>CR</KeyUsage>', /forbids this use/],
      ['<KeyUsage>Encrypt</KeyUsage>', /forbids this use/],
      ['<WeekdaysOnly/>', /not understood/],
      ['<StartDate>someday</StartDate>', /not understood/],
      ['<PINPolicy PINUsageMode="Local" OnWeekdaysOnly="true"/>', /not understood/],
      ['<PINPolicy PINUsageMode="Local"><More/></PINPolicy>', /not understood/],
      ['<PINPolicy PINUsageMode="Append" PINKeyId="pin"/>', /“Append”/],
      ['<PINPolicy PINUsageMode="Prepend" PINKeyId="gone"/>', /PIN is not in the file/],
    ] as const) {
      const [problem] = await problemsOf(pskc.read(withPolicy(policy), undefined))
      assert.match(problem?.reason ?? '', reason, policy)
      assert.match(problem?.where ?? '', /Key package 1, serial number 987654321/)
    }
  })

  it('is taken where it allows the use', async () => {
    const allowed = ['<KeyUsage>OTP</KeyUsage>', '<KeyUsage>Sign</KeyUsage><KeyUsage>OTP</KeyUsage>', '']
    for (const policy of allowed) assert.equal((await pskc.read(withPolicy(policy), undefined)).length, 1)
  })

  it('brings a PIN along that is typed before the code, hashed, and the same one each time', async () => {
    const policy = '<PINPolicy PINUsageMode="Prepend" PINKeyId="pin" PINEncoding="DECIMAL" MinLength="4"/>'
    const file = Buffer.from(
      withPolicy(policy).toString().replace('</KeyContainer>', `${pinKey}</KeyContainer>`),
    )
    const [one, again] = [await pskc.read(file, undefined), await pskc.read(file, undefined)]
    assert.equal(one.length, 1)
    assert.ok(one[0]?.data.pin)
    assert.deepEqual(one, again)
    assert.ok(!JSON.stringify(one[0]?.data).includes('2580'))
  })

  it('that locks a PIN earlier than we would is refused, and says what to set', async () => {
    const policy = '<PINPolicy PINUsageMode="Prepend" PINKeyId="pin" MaxFailedAttempts="5"/>'
    const file = Buffer.from(
      withPolicy(policy).toString().replace('</KeyContainer>', `${pinKey}</KeyContainer>`),
    )
    assert.match((await problemsOf(pskc.read(file, undefined)))[0]?.remedy ?? '', /tries to 5/)
    const config = hotpTokenModule.config.parse({ pin: { tries: 5 } })
    const stricter = hotpTokenModule.create(config, testHost()).importers?.find(({ id }) => id === 'pskc')
    assert.equal((await stricter?.read(file, undefined))?.length, 1)
  })
})

describe('a PSKC key', () => {
  it('of an OCRA token has a suite', async () => {
    const file = figure(3)
      .toString()
      .replace(':hotp"', ':ocra"')
      .replace('<ResponseFormat', '<Suite>OCRA-1:HOTP-SHA1-6:C-QN08</Suite><ResponseFormat')
    const [token] = await pskc.read(Buffer.from(file), undefined)
    assert.equal(token?.data.kind, 'challenge')
    assert.equal(token?.counter, 0n)
    const without = file.replace(/<Suite>.*<\/Suite>/, '')
    assert.match(
      (await problemsOf(pskc.read(Buffer.from(without), undefined)))[0]?.reason ?? '',
      /suite is missing/,
    )
  })

  it('of a token with a clock has seconds, and SHA-256 as suite', async () => {
    const file = figure(3)
      .toString()
      .replace(':hotp"', ':totp"')
      .replace('<ResponseFormat', '<Suite>HMAC-SHA256</Suite><ResponseFormat')
      .replace(/<Counter>.*<\/Counter>/s, '<TimeInterval><PlainValue>60</PlainValue></TimeInterval>')
    const [token] = await pskc.read(Buffer.from(file), undefined)
    assert.ok(token?.data.kind === 'time')
    assert.deepEqual([token.data.period, token.data.algorithm, token.counter], [60, 'SHA256', undefined])
  })

  it('keeps a counter beyond 2^53 to the last digit (R-01)', async () => {
    const counter = 2n ** 53n + 1n
    const file = figure(3).toString().replace('<PlainValue>0<', `<PlainValue>${counter}<`)
    assert.equal((await pskc.read(Buffer.from(file), undefined))[0]?.counter, counter)
  })

  it('is refused where its id, or anything in it, stands there twice', async () => {
    const text = figure(10)
      .toString()
      .replace('<SerialNo>9999999', '<SerialNo>9999998')
      .replace('Id="2"', 'Id="1"')
    assert.match(
      (await problemsOf(pskc.read(Buffer.from(text), undefined)))[0]?.reason ?? '',
      /key id stands there twice/,
    )
    const two = figure(3)
      .toString()
      .replace('<Secret>', '<Secret><PlainValue>AAAA</PlainValue></Secret><Secret>')
    assert.match(
      (await problemsOf(pskc.read(Buffer.from(two), undefined)))[0]?.reason ?? '',
      /Secret stands there twice/,
    )
  })
})
