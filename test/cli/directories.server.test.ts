import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openSlapd, people, reader, type Slapd, skipWithoutSlapd, suffix, userDn } from '../kit/slapd.ts'
import { install } from './sallyport.fixture.ts'

interface Synced {
  readonly outcome: string
  readonly created: number
  readonly ended: number
  readonly removals: { readonly word: string }
}

describe('directories, from the command line', { skip: skipWithoutSlapd }, () => {
  let slapd: Slapd
  before(async () => {
    slapd = await openSlapd()
  })
  after(() => slapd?.close())

  test('lists, checks, reads, holds and lets go', async (context) => {
    slapd.clear()
    slapd.add(...names.map((uid) => ({ uid })))
    const sallyport = install(context)
    assert.match((await sallyport.run(['directories', 'list'])).out, /no directories besides our own/)
    writeFileSync(join(sallyport.folder, 'reader'), `${reader.password}\n`, { mode: 0o600 })
    writeFileSync(join(sallyport.folder, 'sallyport.yaml'), configuration(slapd))

    const check = await sallyport.run(['directories', 'check', 'staff'])
    assert.equal(check.code, 0, check.error)
    assert.match(
      check.out,
      /ok {5}ldap:\/\/127\.0\.0\.1:\d+: let us in, \d+ ms\nIt shows 12 people and no groups\./,
    )
    assert.match((await sallyport.run(['directories', 'check', 'nobody'])).error, /\[directory\.not-found\]/)

    const dry = await sallyport.json<Synced>(['directories', 'sync', 'staff', '--dry-run'])
    assert.deepEqual([dry.outcome, dry.created], ['previewed', 12])
    const done = await sallyport.run(['directories', 'sync', 'staff'])
    assert.match(done.out, /^Done\. Accounts: 12 made, 0 changed, 0 ended\. Groups: 0 changed\.\n$/)
    assert.match((await sallyport.run(['directories', 'list'])).out, /^staff +ldap +12 +0 +\S+ done +ldap:/m)

    for (const uid of names.slice(0, 6)) slapd.remove(userDn(uid))
    const held = await sallyport.run(['directories', 'sync', 'staff'])
    assert.equal(held.code, 1)
    const [, word = ''] = /--consent ([0-9a-f]{8})$/m.exec(held.out) ?? []
    assert.match(held.out, /6 of 12 accounts, 0 of 0 groups/)
    const consent = ['directories', 'sync', 'staff', '--consent', word]
    assert.match((await sallyport.run(consent)).error, /\[cli\.usage\]/, 'without a reason')
    const gone = await sallyport.run([...consent, '--reason', 'the branch office is closed'])
    assert.match(gone.out, /^Done\. Accounts: 0 made, 0 changed, 6 ended/)
    const trail = await sallyport.run(['audit', 'search', '--event', 'directory.synced'])
    assert.match(trail.out, /Read staff\. Accounts: 0 made, 0 changed, 6 ended/)
    assert.doesNotMatch(held.out + gone.out + check.out, new RegExp(reader.password))
  })

  test('names what is wrong with a configuration, and where', async (context) => {
    const sallyport = install(context)
    const broken = configuration(slapd).replace(/ldap:\/\/127\S+\]/, 'ldap://ldap.example]')
    writeFileSync(join(sallyport.folder, 'sallyport.yaml'), broken)
    const { error, code } = await sallyport.run(['directories', 'list'])
    assert.equal(code, 2)
    assert.match(error, /directories\.staff\.servers: would carry passwords readable/)
    writeFileSync(
      join(sallyport.folder, 'sallyport.yaml'),
      configuration(slapd).replace('./reader', './none'),
    )
    assert.match((await sallyport.run(['directories', 'list'])).error, /\[directory\.unusable\]/)
  })
})

const names = Array.from({ length: 12 }, (_, number) => `person${number}`)

function configuration(slapd: Slapd): string {
  return `
directories:
  staff:
    type: ldap
    servers: [ldap://127.0.0.1:${slapd.port}]
    bindDn: ${reader.dn}
    bindPasswordFile: ./reader
    base: ${people}
    groups: { base: "ou=groups,${suffix}" }
`
}
