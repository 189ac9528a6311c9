import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Resource, urn } from './attributes.ts'
import { ScimError } from './errors.ts'
import { readFilter } from './filter.ts'
import { matches } from './match.ts'
import { type Operation, patch } from './patch.ts'

/** RFC 7643 §8.2, in part. */
const babs: Resource = {
  userName: 'bjensen@example.com',
  externalId: '701984',
  name: { formatted: 'Ms. Barbara J Jensen, III', familyName: 'Jensen', givenName: 'Barbara' },
  title: 'Tour Guide',
  userType: 'Employee',
  active: true,
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  addresses: [{ type: 'work', streetAddress: '100 Universal City Plaza', country: 'USA' }],
  meta: { lastModified: '2011-05-13T04:42:34Z' },
  [urn.enterprise]: { department: 'Tour Operations', manager: { value: '26118915' } },
}

describe('filters: the examples of RFC 7644 §3.4.2.2', () => {
  const examples: readonly (readonly [string, boolean])[] = [
    ['userName eq "bjensen@example.com"', true],
    ['name.familyName co "O\'Malley"', false],
    ['userName sw "J"', false],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "B"', true],
    ['title pr', true],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', false],
    ['meta.lastModified ge "2011-05-13T04:42:34Z"', true],
    ['meta.lastModified lt "2011-05-13T04:42:34Z"', false],
    ['meta.lastModified le "2011-05-13T04:42:34Z"', true],
    ['title pr and userType eq "Employee"', true],
    ['title pr or userType eq "Intern"', true],
    ['schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', false],
    ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', true],
    ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', false],
    ['userType eq "Employee" and (emails.type eq "work")', true],
    ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', true],
    [
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
      true,
    ],
    [`${urn.enterprise}:department eq "tour operations"`, true],
    ['emails[type eq "home" and value co "@example.com"]', false],
    ['USERNAME EQ "BJENSEN@EXAMPLE.COM"', true],
    ['externalId eq "701984"', true],
    ['active eq true', true],
    ['active ne true', false],
    ['nickName pr', false],
    ['not (nickName pr)', true],
  ]
  for (const [filter, expected] of examples)
    it(filter, () => assert.equal(matches(readFilter(filter), babs), expected))

  for (const broken of [
    '',
    'userName',
    'userName eq',
    'userName eq bjensen',
    'userName is "x"',
    '(title pr',
    'title pr)',
    'title pr and',
    'emails[type eq "work"',
    'not title pr',
    'a eq {"b":1}',
    `${'('.repeat(40)}title pr${')'.repeat(40)}`,
    `userName eq "${'x'.repeat(3000)}"`,
    'constructor eq "x',
    'a..b pr',
  ])
    it(`refuses ${broken.slice(0, 40)}`, () => {
      assert.throws(() => readFilter(broken), { scimType: 'invalidFilter' })
    })

  it('reads any text in bounded time, or refuses it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        try {
          matches(readFilter(text), babs)
        } catch (error) {
          assert.ok(error instanceof ScimError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('never looks at what every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__'])
      assert.equal(matches({ kind: 'present', path: [name] }, {}), false, name)
  })
})

describe('changes: the examples of RFC 7644 §3.5.2', () => {
  const group: Resource = { displayName: 'Tour Guides', members: [{ value: 'a' }, { value: 'b' }] }
  const work = 'emails[type eq "work"]'

  function after(resource: Resource, ...operations: readonly Operation[]): Resource {
    const copy = structuredClone(resource)
    for (const operation of operations) patch(copy, operation)
    return copy
  }

  it('§3.5.2.1: adds a member, once', () => {
    const add: Operation = { op: 'add', path: 'members', value: [{ display: 'Babs', value: 'c' }] }
    const values = (resource: Resource) => (resource.members as Resource[]).map(({ value }) => value)
    assert.deepEqual(values(after(group, add, add)), ['a', 'b', 'c'])
  })

  it('§3.5.2.1: adds an address, once, and another of the same type', () => {
    const there = { type: 'work', streetAddress: '100 Universal City Plaza', country: 'USA' }
    const add = (value: unknown): Operation => ({ op: 'add', path: 'addresses', value: [value] })
    const { addresses } = after(babs, add(there), add({ type: 'work', country: 'Chile' }))
    assert.deepEqual(addresses, [there, { type: 'work', country: 'Chile' }])
  })

  it('§3.5.2.1: adds without a path', () => {
    const value = { emails: [{ value: 'x@y.example', type: 'home' }], nickname: 'Babs' }
    const { emails, nickName } = after(babs, { op: 'add', value })
    assert.equal((emails as unknown[]).length, 3)
    assert.equal(nickName, 'Babs')
  })

  it('§3.5.2.2: takes out one member, all of them, and those that a filter finds', () => {
    assert.deepEqual(after(group, { op: 'remove', path: 'members[value eq "a"]' }).members, [{ value: 'b' }])
    assert.equal(after(group, { op: 'remove', path: 'members' }).members, undefined)
    const filter = 'emails[type eq "work" and value ew "example.com"]'
    assert.deepEqual(after(babs, { op: 'remove', path: filter }).emails, [
      { value: 'babs@jensen.org', type: 'home' },
    ])
    assert.throws(() => after(group, { op: 'remove' }), { scimType: 'noTarget' })
  })

  it('§3.5.2.3: replaces all members, one address, a part of it', () => {
    assert.deepEqual(after(group, { op: 'replace', path: 'members', value: [{ value: 'z' }] }).members, [
      { value: 'z' },
    ])
    const moved = after(babs, {
      op: 'replace',
      path: 'addresses[type eq "work"].streetAddress',
      value: '1010 Broadway Ave',
    })
    assert.deepEqual(moved.addresses, [{ type: 'work', streetAddress: '1010 Broadway Ave', country: 'USA' }])
    const one = after(babs, {
      op: 'replace',
      path: 'addresses[type eq "work"]',
      value: { streetAddress: 'x' },
    })
    assert.deepEqual(one.addresses, [{ type: 'work', streetAddress: 'x', country: 'USA' }])
    assert.throws(() => after(babs, { op: 'replace', path: 'emails[type eq "fax"].value', value: 'x' }), {
      scimType: 'noTarget',
    })
  })

  it('leaves the rest of a name as it is', () => {
    const { name } = after(babs, { op: 'replace', path: 'name', value: { familyName: 'Smith' } })
    assert.deepEqual(name, { ...(babs.name as object), familyName: 'Smith' })
  })

  it('as Entra sends them', () => {
    const changed = after(
      { ...babs, emails: [] },
      { op: 'add', path: `${work}.value`, value: 'new@example.com' },
      { op: 'replace', path: 'name.givenName', value: 'Babs' },
      { op: 'add', path: `${urn.enterprise}:department`, value: 'Guides' },
      { op: 'replace', path: `${urn.user}:title`, value: 'Chief' },
    )
    assert.deepEqual(changed.emails, [{ type: 'work', value: 'new@example.com' }])
    assert.equal((changed.name as Resource).givenName, 'Babs')
    assert.equal((changed[urn.enterprise] as Resource).department, 'Guides')
    assert.equal(changed.title, 'Chief')
    const members = after(group, { op: 'remove', path: 'members', value: [{ value: 'a' }] }).members
    assert.deepEqual(members, [{ value: 'b' }])
    const dotted = after(babs, {
      op: 'add',
      value: { 'name.givenName': 'B', [`${urn.enterprise}:department`]: 'D' },
    })
    assert.deepEqual(
      [(dotted.name as Resource).givenName, (dotted[urn.enterprise] as Resource).department],
      ['B', 'D'],
    )
  })

  it('as Okta sends them', () => {
    assert.equal(after(babs, { op: 'replace', value: { active: false } }).active, false)
    const renamed = after(group, { op: 'replace', value: { id: 'ignored', displayName: 'Guides' } })
    assert.deepEqual([renamed.displayName, renamed.id], ['Guides', undefined])
  })

  it('one first choice is enough', () => {
    const value = [{ value: 'x@y.example', type: 'other', primary: true }]
    const { emails } = after(babs, { op: 'add', path: 'emails', value })
    assert.deepEqual((emails as Resource[]).filter(({ primary }) => primary).length, 1)
  })

  for (const path of ['id', 'meta', 'groups', 'schemas', 'meta.created'])
    it(`${path} is ours`, () => {
      assert.throws(() => after(babs, { op: 'replace', path, value: 'x' }), { scimType: 'mutability' })
    })

  for (const path of [
    '[',
    'emails[',
    'emails[type eq "x"',
    'emails[type eq "x"]x',
    'a.b.c',
    '..',
    'emails[type eq "x"].a.b',
    '__proto__.x',
  ])
    it(`refuses the path ${path}`, () => {
      assert.throws(() => after(babs, { op: 'add', path, value: 'x' }), ScimError)
    })

  it('A-115: ten thousand members are added again, and taken out by a filter, in no time', () => {
    const members = Array.from({ length: 10_000 }, (_, nth) => ({ value: `m${nth}` }))
    const alike = (letter: string) =>
      Array.from({ length: 10_000 }, (_, nth) => ({ value: 'x', type: `${letter}${nth}` }))
    const begun = performance.now()
    const add = (value: unknown): Operation => ({ op: 'add', path: 'members', value })
    assert.equal((after({ members }, add(members.toReversed())).members as unknown[]).length, 10_000)
    assert.equal((after({}, add(alike('a')), add(alike('b'))).members as unknown[]).length, 20_000)
    assert.deepEqual(after({ members }, { op: 'remove', path: 'members[value sw "m"]' }).members, [])
    assert.ok(performance.now() - begun < 1_000)
  })

  it('A-115: neither a filter of many conditions is held against all members, nor more of them are gathered than may be', () => {
    const conditions = (count: number) => Array.from({ length: count }, (_, nth) => `type eq "${nth}"`)
    const filtered = (count: number): Operation => ({
      op: 'remove',
      path: `members[${conditions(count).join(' or ')}]`,
    })
    assert.deepEqual(after(group, filtered(8)).members, group.members)
    assert.throws(() => after(group, filtered(9)), { scimType: 'invalidPath' })
    const value = Array.from({ length: 20_001 }, (_, nth) => ({ value: `m${nth}` }))
    assert.throws(() => after({}, { op: 'add', path: 'members', value }), { scimType: 'invalidValue' })
  })

  it('writes nothing into what all objects share', () => {
    for (const path of ['constructor', 'toString']) after({}, { op: 'add', path, value: { polluted: true } })
    after({}, { op: 'add', value: JSON.parse('{"constructor":{"prototype":{"polluted":true}}}') })
    assert.equal(({} as Resource).polluted, undefined)
  })
})
