import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { importer, problemsOf, recognised, secretOf } from '../test/files.ts'

const hex = '916821d3a138bf855e70069605559a206ba854cd'
const base32 = 'SFUCDU5BHC7YKXTQA2LAKVM2EBV2QVGN'
const bytes = (text: string) => Buffer.from(text)

describe('a table with headings', () => {
  const csv = importer('csv')

  it('may be that of Microsoft Entra, with or without names of users', async () => {
    const lines = ['Helga@contoso.com,1234567,', ',1234568,'].map(
      (line) => `${line}${base32},60,Contoso,HardwareKey`,
    )
    const file = bytes(
      `upn,serial number,secret key,time interval,manufacturer,model\r\n${lines.join('\r\n')}\r\n`,
    )
    assert.equal(recognised(file), 'csv')
    const tokens = await csv.read(file, undefined)
    assert.deepEqual(
      tokens.map(({ handle }) => handle),
      ['1234567', '1234568'],
    )
    assert.deepEqual(tokens.map(secretOf), [hex, hex])
    const [{ label, data } = assert.fail()] = tokens
    assert.equal(label, 'Contoso HardwareKey')
    assert.ok(data.kind === 'time' && data.period === 60 && data.digits === 6)
    assert.ok(!JSON.stringify(tokens).includes('Helga'))
  })

  it('may be that of Deepnet, in Base32 or hexadecimal, and that of Protectimus', async () => {
    for (const secret of [base32, hex]) {
      const text = `serial number,secret key,time interval,manufacturer,model\n10001001,${secret},30,Deepnet Security,SafeID/Classic\n`
      assert.deepEqual((await csv.read(bytes(text), undefined)).map(secretOf), [hex])
    }
    const protectimus = bytes(`serialNumber,secret\n1234567,${base32}\n`)
    assert.equal(recognised(protectimus), 'csv')
    assert.equal((await csv.read(protectimus, { period: 60 }))[0]?.data.kind, 'time')
  })

  it('may have columns for whatever else a token has', async () => {
    const text = `﻿Serial;Seed;Type;Digits;Algorithm;Counter;Suite
"A-1";${hex};hotp;8;SHA-256;17;
A2;${hex};ocra;;;;OCRA-1:HOTP-SHA1-6:QN08`
    const [event, asked] = await csv.read(bytes(text), undefined)
    assert.deepEqual([event?.handle, event?.counter], ['A1', 17n])
    assert.ok(event?.data.kind === 'event' && event.data.digits === 8 && event.data.algorithm === 'SHA256')
    assert.ok(asked?.data.kind === 'challenge')
  })

  it('is refused with every broken line, and brings nothing in (R-12)', async () => {
    const text = `serial number,secret key,time interval
1,${hex},60
1,${hex},60
2.60012E+12,${hex},60
,${hex},60
5,abc,60
6,${hex.slice(0, 20)},60
7,${hex},5
8,${hex},sixty
9,${hex},60,more`
    const problems = await problemsOf(csv.read(bytes(text), undefined))
    const told = problems.map(({ where, reason }) => `${where}: ${reason}`)
    assert.deepEqual(
      told.map((one) => one.replace(/^(Line \d+): .*$/, '$1')).toSorted(),
      [3, 4, 5, 6, 7, 8, 9, 10].map((line) => `Line ${line}`).toSorted(),
    )
    assert.ok(!told.join().includes(hex.slice(0, 20)))
  })

  it('is refused where one cannot tell hexadecimal from Base32, unless somebody says it', async () => {
    const either = '234567abcdef234567abcdef234567ab'
    const file = bytes(`serial,secret\n1,${either}\n`)
    assert.match((await problemsOf(csv.read(file, undefined)))[0]?.reason ?? '', /hexadecimal or Base32/)
    assert.equal(secretOf((await csv.read(file, { encoding: 'hex' }))[0] ?? assert.fail()), either)
    const mixed = bytes(`serial,secret\n1,${hex}\n2,${base32}\n`)
    assert.match(
      (await problemsOf(csv.read(mixed, undefined)))[0]?.reason ?? '',
      /not hexadecimal|not Base32/,
    )
  })

  it('is refused with two columns of one meaning, or without the two that it needs', async () => {
    for (const heading of ['serial,secret,seed', 'serial,model', 'foo,bar', '__proto__,constructor'])
      assert.equal((await problemsOf(csv.read(bytes(`${heading}\n1,2,3\n`), undefined)))[0]?.where, 'Line 1')
    assert.match(
      (await problemsOf(csv.read(bytes('serial,secret\n'), undefined)))[0]?.reason ?? '',
      /no token|neither/,
    )
  })

  it('may quote as RFC 4180 does, and is refused where it does so wrongly', async () => {
    const good = bytes(`serial,secret,model\n"1","${hex}","a ""b"", \nc"\n2,${hex},x\n`)
    const tokens = await csv.read(good, undefined)
    assert.deepEqual(
      tokens.map(({ data }) => data.model),
      ['a "b", \nc', 'x'],
    )
    for (const bad of [`"1,${hex}`, `"1"x,${hex}`])
      assert.equal(
        (await problemsOf(csv.read(bytes(`serial,secret\n${bad}\n`), undefined)))[0]?.where,
        'Line 2',
      )
  })
})

describe('a list without headings', () => {
  const list = importer('list')

  it('may be that of Feitian: serial number, blanks, secret', async () => {
    const totp = bytes(`2600124809778  ${base32}\r\n2600124809787  ${base32}\r\n`)
    assert.equal(recognised(totp), 'list')
    const tokens = await list.read(totp, { kind: 'time', period: 60 })
    assert.deepEqual(
      tokens.map(({ handle }) => handle),
      ['2600124809778', '2600124809787'],
    )
    assert.ok(tokens[0]?.data.kind === 'time' && tokens[0].data.period === 60)
    const [event] = await list.read(bytes(`1000133508267 ${hex.toUpperCase()}\n`), undefined)
    assert.deepEqual([event?.data.kind, secretOf(event ?? assert.fail())], ['event', hex])
  })

  it('may be “OATH CSV”', async () => {
    const text = `# serial, key, type, digits, seconds
Token001, ${hex}
Token002, ${hex}, totp, 8

Token003, ${hex}, hotp, 6
Token004, ${hex}, totp, 6, 60
Token005, ${hex}, ocra, OCRA-1:HOTP-SHA1-6:QN08
`
    assert.equal(recognised(bytes(text)), 'list')
    const tokens = await list.read(bytes(text), undefined)
    assert.deepEqual(
      tokens.map(({ data }) => [data.kind, 'digits' in data ? data.digits : undefined]),
      [
        ['event', 6],
        ['time', 8],
        ['event', 6],
        ['time', 6],
        ['challenge', undefined],
      ],
    )
  })

  it('is refused by its lines', async () => {
    const problems = await problemsOf(
      list.read(bytes(`1 ${hex}\n2 ${hex} hotp 9\n3\n4 ${hex} foo\n`), undefined),
    )
    assert.deepEqual(problems.map(({ where }) => where).toSorted(), ['Line 2', 'Line 3', 'Line 4'])
  })
})

describe('a configuration log of Yubico', () => {
  const yubico = importer('yubico')

  it('may be traditional', async () => {
    const text = `LOGGING START,11.12.13 18:55
OATH-HOTP,11.12.13 18:55,1,ubhe00508326,,${hex},,,0,0,0,6,0,0,0,0,0,0
OATH-HOTP,11.12.13 18:56,2,ubhe00508327,,${hex},,,0,0,0,8,16,0,0,0,0,0
`
    assert.equal(recognised(bytes(text)), 'yubico')
    const tokens = await yubico.read(bytes(text), undefined)
    assert.deepEqual(
      tokens.map(({ handle, counter, data }) => [handle, counter, 'digits' in data && data.digits]),
      [
        ['UBHE00508326', 0n, 6],
        ['UBHE00508327', 16n, 8],
      ],
    )
  })

  it('may be in Yubico’s own format', async () => {
    const text = `508326,,0,${hex},,2013-12-12T08:41:07,\n1382042,,0,${hex},,2013-12-12T08:41:17,\n`
    assert.equal(recognised(bytes(text)), 'yubico')
    const tokens = await yubico.read(bytes(text), { digits: 8 })
    assert.deepEqual(
      tokens.map(({ handle, data }) => [handle, 'digits' in data && data.digits]),
      [
        ['508326', 8],
        ['1382042', 8],
      ],
    )
  })

  it('is refused with lines of another mode: they are another factor', async () => {
    const others = [
      `Yubico OTP,12/11/2013 11:10,1,vvgutbiedkvi,ab86c04de6a3,${hex.slice(0, 32)},,,0,0,0,0,0,0,0,0,0,0`,
      `Static Password,11.12.13 19:08,1,,d5a3d50327dc,${hex.slice(0, 32)},,,0,0,0,0,0,0,0,0,0,0`,
      `508326,cccccccccccc,83cebdfb7b93,${hex.slice(0, 32)},,2013-12-12T08:43:17,`,
    ]
    for (const line of others) {
      const [problem] = await problemsOf(yubico.read(bytes(`${line}\n`), undefined))
      assert.match(problem?.reason ?? '', /another mode/)
    }
  })
})

describe('files of SafeNet and Deepnet', () => {
  it('eToken PASS as XML', async () => {
    const text = `<Tokens>
<Token serial="00040008CFA5">
<CaseModel>5</CaseModel><Model>101</Model><ProductionDate>02/19/2009</ProductionDate><ProductName>Safeword Alpine</ProductName>
<Applications><Application ConnectorID="{ab1397d2-ddb6-4705-b66e-9f83f322deb9}"><Seed>${hex}</Seed><MovingFactor>1</MovingFactor></Application></Applications>
</Token>
<Token serial="00040008CFA6"><Applications><Application><Seed>${hex}${hex.slice(0, 24)}</Seed><MovingFactor>1</MovingFactor></Application></Applications></Token>
</Tokens>`
    assert.equal(recognised(bytes(text)), 'safenet-xml')
    const [one, two] = await importer('safenet-xml').read(bytes(text), undefined)
    assert.deepEqual([one?.handle, one?.counter, one?.label], ['00040008CFA5', 1n, 'SafeNet Safeword Alpine'])
    assert.ok(two?.data.kind === 'event' && two.data.algorithm === 'SHA256')
  })

  it('eToken PASS as SafeWord records', async () => {
    const text = `# ===== SafeWord Authenticator Records $Version: 100$ =====
dn: sccAuthenticatorId=RAINER01
objectclass: sccCompatibleToken
sccAuthenticatorId: RAINER01
sccTokenType: eToken-PASS-ES
sccTokenData: sccKey=${hex};sccMode=E;sccPwLen=6;sccVer=6.20;
sccSignature:MC0CFGxPAjrb0zg7MwFzrPibnC70klMnAhUAwZzVdGBaKGjA0djXrGuv6ejTtII=

dn: sccAuthenticatorId=RAINER02
sccAuthenticatorId: RAINER02
sccTokenType: eToken-PASS-TS
sccTokenData: sccKey=${hex};sccMode=T;sccPwLen=6;sccVer=6.20;sccTick=30;sccPrTime=2013/03/12 00:00:00;crypto=HmacSHA256
`
    assert.equal(recognised(bytes(text)), 'safenet-dat')
    const [event, time] = await importer('safenet-dat').read(bytes(text), undefined)
    assert.deepEqual([event?.handle, event?.data.kind], ['RAINER01', 'event'])
    assert.ok(time?.data.kind === 'time' && time.data.period === 30 && time.data.algorithm === 'SHA256')
  })

  it('SafeID as DualShield XML, in hexadecimal or Base64; encrypted it is refused', async () => {
    const file = (seed: string, encode: string, encrypt = 'NONE') =>
      bytes(`<?xml version="1.0"?>
<data><header><manufacturerCode>DN</manufacturerCode><productCode>ST</productCode><encrypt>${encrypt}</encrypt><encode>${encode}</encode><digits>6</digits><timeWindow>60</timeWindow><crypto>HmacSHA1</crypto></header>
<tokens>${[1, 2, 3].map((n) => `<token><serial>7135847${n}</serial><seed>${seed}</seed></token>`).join('\n')}</tokens></data>`)
    const deepnet = importer('deepnet-xml')
    const base64 = Buffer.from(hex, 'hex').toString('base64')
    for (const text of [file(hex, 'HEX'), file(base64, 'BASE64')]) {
      assert.equal(recognised(text), 'deepnet-xml')
      const tokens = await deepnet.read(text, undefined)
      assert.deepEqual(tokens.map(secretOf), [hex, hex, hex])
      assert.ok(tokens[0]?.data.kind === 'time' && tokens[0].data.period === 60)
    }
    const [problem] = await problemsOf(deepnet.read(file(hex, 'HEX', 'AES256'), undefined))
    assert.match(problem?.reason ?? '', /encrypted for DualShield/)
  })
})

describe('archives that nothing here opens', () => {
  it('are known by their first bytes, and the advice is: decrypt it first', async () => {
    const files = ['7z\u00bc\u00af\u0027\u001c', 'Rar!\u001a'].map((text) => Buffer.from(text, 'latin1'))
    for (const file of files) {
      assert.equal(recognised(file), 'wrapped')
      const [problem] = await problemsOf(importer('wrapped').read(file, undefined))
      assert.match(problem?.remedy ?? '', /Decrypt it/)
    }
  })
})
