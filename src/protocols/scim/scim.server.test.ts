import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import {
  begin,
  codeAt,
  confirm,
  eachEngine,
  goodPassword,
  operator,
  passwordOnly,
  person,
  refusal,
  signIn,
  step,
  surroundings,
  tokenOf,
  type World,
} from '../../../test/kit/engine.ts'
import { type Answer, type Client, openTestServer, type TestServer } from '../../../test/kit/server.ts'
import { canonicalName, typedName } from '../../accounts/index.ts'
import {
  addToGroup,
  applyRules,
  changeAccount,
  createGroup,
  disableAccount,
  inviteAccount,
} from '../../administration/index.ts'
import { complete } from '../../authentication/index.ts'
import { redeemInvitation } from '../../enrolment/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { urn } from './attributes.ts'
import { routes } from './routes.ts'

interface Scene extends World {
  readonly server: TestServer
  readonly idp: Idp
}

type Idp = ReturnType<typeof idpOf>

/** An identity provider that speaks the protocol. */
function idpOf(client: Client) {
  const call =
    (method: string) =>
    (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
      client.send({
        method,
        path: `/scim/v2${path}`,
        ...(body === undefined ? {} : { body }),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }), ...headers },
      })
  const patch = (path: string, ...Operations: readonly object[]) =>
    call('PATCH')(path, { schemas: [urn.patch], Operations })
  return { get: call('GET'), post: call('POST'), put: call('PUT'), delete: call('DELETE'), patch, call }
}

function scim(name: string, run: (scene: Scene) => Promise<void>): void {
  eachEngine(name, async (world) => {
    const server = await openTestServer(world.engine)
    try {
      const idp = idpOf(await server.application(['provisioning']))
      await run({ ...world, server, idp })
    } finally {
      await server.close()
    }
  })
}

/** RFC 7643 §8.3, in part. */
const babs = {
  schemas: [urn.user, urn.enterprise],
  externalId: '701984',
  userName: 'bjensen@example.com',
  name: { formatted: 'Ms. Barbara J Jensen, III', familyName: 'Jensen', givenName: 'Barbara' },
  displayName: 'Babs Jensen',
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  phoneNumbers: [
    { value: 'tel:+1-201-555-0123', type: 'work' },
    { value: '+44 20 7946 0000', type: 'mobile' },
  ],
  active: true,
  [urn.enterprise]: { department: 'Tour Operations', manager: { value: '26118915' } },
  urn_unknown: { x: 1 },
}

async function created(idp: Idp, userName: string, more: object = {}): Promise<string> {
  const answer = await idp.post('/Users', { schemas: [urn.user], userName, ...more })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.id
}

async function accountOf({ engine }: World, name: string) {
  const reading = canonicalName(name)
  assert.ok(reading.valid)
  return engine.accounts.findByName(reading.key)
}

scim('RFC 7644 §3.3: makes a user, and shows it again', async (scene) => {
  const { idp, engine } = scene
  const made = await idp.post('/Users', babs)
  assert.equal(made.status, 201)
  assert.match(made.headers['content-type'] ?? '', /^application\/scim\+json/)
  const { id, meta, schemas, password, ...shown } = made.body
  assert.equal(made.headers.location, `https://sallyport.example/scim/v2/Users/${id}`)
  assert.equal(meta.location, made.headers.location)
  assert.deepEqual(schemas, [urn.user, urn.enterprise])
  const { schemas: _, urn_unknown: __, ...sent } = babs
  assert.deepEqual(shown, sent)
  assert.equal(password, undefined)
  assert.deepEqual((await idp.get(`/Users/${id}`)).body, made.body)
  const contacts = await engine.contacts.listOf(id)
  assert.deepEqual(
    contacts.map(({ value, source, verifiedAt }) => [value, source, verifiedAt]).toSorted(),
    [
      ['+442079460000', 'directory', undefined],
      ['babs@jensen.org', 'directory', undefined],
      ['bjensen@example.com', 'directory', undefined],
    ],
    'R12: unverified, and what is no number reaches nobody',
  )
})

scim('RFC 7644 §3.4.2: finds by filter, page by page', async ({ idp, clock }) => {
  for (let number = 0; number < 7; number++) {
    await created(idp, `user${number}`, { externalId: `e${number}`, title: number % 2 ? 'odd' : 'even' })
    clock.advance(1)
  }
  const ask = async (query: string) => (await idp.get(`/Users?${query}`)).body
  const filter = (text: string) => `filter=${encodeURIComponent(text)}`
  assert.equal((await ask(filter('userName eq "USER3"'))).Resources[0].externalId, 'e3')
  assert.equal((await ask(filter('externalId eq "E3"'))).totalResults, 0, 'case counts')
  assert.equal((await ask(filter('title eq "odd" and userName sw "user"'))).totalResults, 3)
  const page = await ask('startIndex=3&count=2')
  assert.deepEqual([page.totalResults, page.startIndex, page.itemsPerPage], [7, 3, 2])
  assert.deepEqual(
    page.Resources.map((one: { userName: string }) => one.userName),
    ['user2', 'user3'],
  )
  const none = await ask('count=0')
  assert.deepEqual([none.totalResults, none.Resources], [7, []])
  const [first] = (await ask(`${filter('userName eq "user1"')}&attributes=userName`)).Resources
  assert.deepEqual(Object.keys(first).toSorted(), ['id', 'schemas', 'userName'])
  const searched = await idp.post('/Users/.search', {
    schemas: [urn.search],
    filter: 'title eq "odd"',
    count: 1,
  })
  assert.deepEqual([searched.body.totalResults, searched.body.itemsPerPage], [3, 1])
  assert.equal((await idp.get(`/Users?${filter('userName is "x"')}`)).body.scimType, 'invalidFilter')
})

scim('RFC 7644 §3.4.2.2: looks up by what at most one has, and only among its own', async (scene) => {
  const { idp, server } = scene
  const other = idpOf(await server.application(['provisioning']))
  const foreign = await created(other, 'foreign', { externalId: 'f' })
  await passwordOnly(scene, 'ours')
  const id = await created(idp, 'Babs', { externalId: 'e"1', title: 'guide' })
  const group = await idp.post('/Groups', {
    displayName: 'Guides',
    externalId: 'g1',
    members: [{ value: id }],
  })
  const count = async (path: string, text: string) =>
    (await idp.get(`${path}?filter=${encodeURIComponent(text)}`)).body.totalResults
  for (const text of [
    'userName eq "bABS"',
    'externalId eq "e\\"1"',
    `id eq "${id}"`,
    'title eq "guide" and userName eq "babs"',
    '(externalId eq "e\\"1") and not (title eq "x") and groups.display eq "guides"',
    'userName eq "nobody" or userName eq "babs"',
    'not (userName eq "nobody")',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "babs"',
  ])
    assert.equal(await count('/Users', text), 1, text)
  for (const text of [
    'userName eq "foreign"',
    'externalId eq "f"',
    `id eq "${foreign}"`,
    'userName eq "ours"',
    'userName eq "babs" and title eq "x"',
    'userName eq "babs" and externalId eq "f"',
    'externalId eq "e\\u0000\\"1"',
    'userName eq "b\\ud800"',
    'userName eq true',
    'id eq "nonsense"',
    'name.id eq "x"',
  ])
    assert.equal(await count('/Users', text), 0, text)
  for (const text of ['displayName eq "guides"', 'externalId eq "g1"', `id eq "${group.body.id}"`])
    assert.equal(await count('/Groups', text), 1, text)
  assert.equal(await count('/Groups', 'displayName eq "guides" and externalId eq "g2"'), 0)
  await idp.delete(`/Users/${id}`)
  assert.equal(await count('/Users', `id eq "${id}"`), 0)
  assert.equal((await idp.get('/Users?startIndex=9')).body.totalResults, 0)
})

scim('RFC 7644 §3.5.1: replaces, and what is left out is gone', async ({ idp }) => {
  const { body } = await idp.post('/Users', babs)
  const replaced = await idp.put(`/Users/${body.id}`, { schemas: [urn.user], userName: 'babs', active: true })
  assert.equal(replaced.status, 200)
  assert.equal(replaced.body.userName, 'babs')
  assert.equal(replaced.body.emails, undefined)
  assert.notEqual(replaced.body.meta.version, body.meta.version)
})

scim(
  'R12: deactivated, its owner is signed out at once; and back with all that was set up',
  async (scene) => {
    const { engine, idp } = scene
    const id = await created(idp, 'babs')
    const owner = await asPerson(scene, id)
    const { token } = await signIn(scene, owner)
    assert.ok(await engine.sessions.read(token, { door: 'rest' }))
    const entra = await idp.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })
    assert.deepEqual([entra.status, entra.body.active], [200, false])
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
    const okta = await idp.patch(`/Users/${id}`, { op: 'replace', value: { active: true } })
    assert.equal(okta.body.active, true)
    assert.equal((await signIn(scene, owner)).session.assurance, 2)
    await disableAccount(engine, { actor: operator, accountId: owner.account.id, reason: 'our own word' })
    const again = await idp.patch(`/Users/${id}`, { op: 'replace', value: { active: true } })
    assert.equal(again.body.active, false, 'whom we have disabled ourselves stays so')
  },
)

scim('never takes over an account of ours, nor one of another application', async (scene) => {
  const { idp, server } = scene
  await passwordOnly(scene, 'Ana')
  const other = idpOf(await server.application(['provisioning']))
  const theirs = await created(other, 'boris', { externalId: 'x' })
  for (const userName of ['ana', 'ANA', 'boris']) {
    const answer = await idp.post('/Users', { schemas: [urn.user], userName })
    assert.deepEqual([answer.status, answer.body.scimType], [409, 'uniqueness'], userName)
  }
  const local = (await accountOf(scene, 'ana'))?.id ?? ''
  for (const id of [theirs, local, 'nonsense', '0123456789abcdefghjkmnpqrstvwxyz']) {
    assert.equal((await idp.get(`/Users/${id}`)).status, 404)
    assert.equal((await idp.put(`/Users/${id}`, { userName: 'mine' })).status, 404)
    assert.equal((await idp.patch(`/Users/${id}`, { op: 'replace', value: { active: false } })).status, 404)
    assert.equal((await idp.delete(`/Users/${id}`)).status, 404)
  }
  const mine = await created(idp, 'mine', { externalId: 'x' })
  const renamed = await idp.patch(`/Users/${mine}`, { op: 'replace', path: 'userName', value: 'ana' })
  assert.equal(renamed.status, 409)
  assert.equal((await idp.get('/Users')).body.totalResults, 1)
  const twice = await idp.post('/Users', { userName: 'mine2', externalId: 'x' })
  assert.deepEqual([twice.status, twice.body.scimType], [409, 'uniqueness'])
})

scim('R11: whoever has rights here is none of its to change', async (scene) => {
  const { idp, engine } = scene
  const id = await created(idp, 'babs')
  const account = await accountOf(scene, 'babs')
  assert.ok(account)
  for (const role of ['administrator', 'help-desk'] as const) {
    await changeAccount(engine, { actor: operator, accountId: account.id, reason: 'test', role }).catch(
      (error) => assert.match(error.code, /last-administrator/),
    )
    assert.equal((await idp.patch(`/Users/${id}`, { op: 'replace', value: { active: false } })).status, 403)
    assert.equal((await idp.put(`/Users/${id}`, { userName: 'other' })).status, 403)
    assert.equal((await idp.delete(`/Users/${id}`)).status, 403)
    assert.equal((await idp.get(`/Users/${id}`)).status, 200)
  }
})

scim(
  'RFC 7644 §3.6: removed, somebody is disabled; the name is free, and whoever gets it is somebody else',
  async (scene) => {
    const { idp, engine } = scene
    const id = await created(idp, 'babs', { externalId: 'e1' })
    const owner = await asPerson(scene, id)
    const { token } = await signIn(scene, owner)
    assert.equal((await idp.delete(`/Users/${id}`)).status, 204)
    assert.equal((await idp.get(`/Users/${id}`)).status, 404)
    assert.equal((await idp.delete(`/Users/${id}`)).status, 404)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
    const again = await created(idp, 'babs', { externalId: 'e1' })
    assert.notEqual(again, id)
    const account = await accountOf(scene, 'babs')
    assert.ok(account)
    assert.deepEqual(await engine.authenticators.ofAccount(account.id), [])
  },
)

scim('RFC 7644 §3.5.2: groups, as Entra and Okta fill and empty them', async (scene) => {
  const { idp, engine, server } = scene
  const [ana, boris] = [await created(idp, 'ana'), await created(idp, 'boris')]
  const made = await idp.post('/Groups', {
    schemas: [urn.group],
    displayName: 'Tour Guides',
    members: [{ value: ana }],
  })
  assert.equal(made.status, 201)
  const path = `/Groups/${made.body.id}`
  const members = async () =>
    (await idp.get(path)).body.members.map(({ value }: { value: string }) => value).toSorted()
  const both = [ana, boris].toSorted()
  await idp.patch(path, { op: 'Add', path: 'members', value: [{ value: boris }, { value: ana }] })
  assert.deepEqual(await members(), both)
  await idp.patch(path, { op: 'Remove', path: 'members', value: [{ value: ana }] })
  assert.deepEqual(await members(), [boris])
  await idp.patch(path, { op: 'replace', path: 'members', value: [{ value: ana }] })
  assert.deepEqual(await members(), [ana])
  const okta = await idp.patch(path, { op: 'remove', path: `members[value eq "${ana}"]` })
  assert.equal(okta.status, 200, okta.text)
  assert.deepEqual(await members(), [])
  await idp.patch(
    path,
    { op: 'add', path: 'members', value: [{ value: ana }] },
    { op: 'replace', path: 'displayName', value: 'Guides' },
  )
  const account = await accountOf(scene, 'ana')
  assert.ok(account)
  assert.deepEqual(
    (await engine.groups.listOf(account.id)).map(({ name }) => name),
    ['Guides'],
    'rules see it',
  )
  assert.deepEqual((await idp.get(`/Users/${ana}`)).body.groups[0].display, 'Guides')
  assert.equal((await idp.get('/Groups?excludedAttributes=members')).body.Resources[0].members, undefined)
  const found = await idp.get(`/Groups?filter=${encodeURIComponent('displayName eq "guides"')}`)
  assert.equal(found.body.totalResults, 1)

  const local = await passwordOnly(scene, 'local')
  const foreign = await idp.patch(path, { op: 'add', path: 'members', value: [{ value: local.id }] })
  assert.deepEqual([foreign.status, foreign.body.scimType], [400, 'invalidValue'], 'nobody of ours')
  await createGroup(engine, { actor: operator, name: typedName.parse('Admins') })
  assert.equal((await idp.post('/Groups', { displayName: 'admins' })).status, 409)
  const other = idpOf(await server.application(['provisioning']))
  assert.equal((await other.get(path)).status, 404)
  const group = (await engine.groups.list()).find(({ name }) => name === 'Guides')
  assert.ok(group)
  const act = { actor: operator, groupId: group.id, accountId: local.id, reason: 'test' }
  assert.equal(await refusal(addToGroup(engine, act)), 'group.of-directory')
  assert.equal((await idp.delete(path)).status, 204)
  assert.deepEqual(await engine.groups.listOf(account.id), [])
})

scim('rules speak of what it tells of people: department, title, kind', async (scene) => {
  const { idp } = scene
  const enterprise = { [urn.enterprise]: { department: 'Treasury', costCenter: '4130' } }
  const made = await idp.post('/Users', { userName: 'ana', userType: 'Contractor', ...enterprise })
  assert.equal(made.status, 201, made.text)
  const told = async () => (await accountOf(scene, 'ana'))?.attributes
  const none = { title: [], organization: [], division: [] }
  assert.deepEqual(await told(), {
    told: { ...none, usertype: ['contractor'], costcenter: ['4130'], department: ['treasury'] },
    complete: false,
  })
  const moved = { op: 'replace', path: `${urn.enterprise}:department`, value: 'Sales' }
  await idp.patch(`/Users/${made.body.id}`, moved, { op: 'remove', path: 'userType' })
  assert.deepEqual((await told())?.told, {
    ...none,
    usertype: [],
    costcenter: ['4130'],
    department: ['sales'],
  })
})

scim('R11: no group of its making shuts out whoever administers alone', async (scene) => {
  const { idp, engine } = scene
  const ana = await created(idp, 'ana')
  const account = await accountOf(scene, 'ana')
  assert.ok(account)
  const rules = [{ name: 'contractors', who: { groups: ['Contractors'] }, need: { deny: true as const } }]
  const applying = { actor: operator, rules: { strengths: {}, rules }, base: 0, reason: 'test' }
  await applyRules(engine, applying)
  await changeAccount(engine, {
    actor: operator,
    accountId: account.id,
    role: 'administrator',
    reason: 'test',
  })
  const members = [{ value: ana }]
  const made = await idp.post('/Groups', { schemas: [urn.group], displayName: 'Contractors', members })
  assert.equal(made.status, 409, made.text)
  const guides = await idp.post('/Groups', { schemas: [urn.group], displayName: 'Guides', members })
  assert.equal(guides.status, 201, guides.text)
  const renaming = { op: 'replace', path: 'displayName', value: 'Contractors' }
  const renamed = await idp.patch(`/Groups/${guides.body.id}`, renaming)
  assert.equal(renamed.status, 409, renamed.text)
  const emptied = await idp.patch(`/Groups/${guides.body.id}`, { op: 'remove', path: 'members' }, renaming)
  assert.equal(emptied.status, 200, emptied.text)
})

scim('RFC 7644 §3.14: versions; whoever knows an old one changes nothing', async ({ idp }) => {
  const { body, headers } = await idp.post('/Users', babs)
  const { etag = '' } = headers
  assert.equal(etag, body.meta.version)
  const path = `/Users/${body.id}`
  assert.equal((await idp.get(path, undefined, { 'if-none-match': etag })).status, 304)
  const changed = await idp.put(path, { userName: 'babs' }, { 'if-match': etag })
  assert.equal(changed.status, 200)
  assert.equal((await idp.put(path, { userName: 'other' }, { 'if-match': etag })).status, 412)
  assert.equal((await idp.delete(path, undefined, { 'if-match': etag })).status, 412)
  assert.equal((await idp.delete(path, undefined, { 'if-match': '*' })).status, 204)
})

scim('RFC 7644 §3.14: what is changed is what was compared, whoever comes in between', async (scene) => {
  const { idp, engine } = scene
  for (const overtaken of ['put', 'delete'] as const) {
    const { body } = await idp.post('/Groups', { displayName: `Crew ${overtaken}` })
    const path = `/Groups/${body.id}`
    const reading = mock.method(engine.groups, 'membershipsOf')
    reading.mock.mockImplementationOnce(async () => {
      assert.equal((await idp.put(path, { displayName: `Overtook ${overtaken}` })).status, 200)
      return []
    })
    const late = await idp[overtaken](path, { displayName: 'Late' }, { 'if-match': body.meta.version })
    reading.mock.restore()
    assert.equal(late.status, 409, overtaken)
    assert.equal((await idp.get(path)).body.displayName, `Overtook ${overtaken}`)
  }
})

scim('RFC 7643 §5 to §7: says what it can', async ({ idp }) => {
  const config = (await idp.get('/ServiceProviderConfig')).body
  assert.deepEqual(
    [config.patch.supported, config.filter.supported, config.bulk.supported, config.etag.supported],
    [true, true, false, true],
  )
  const types = (await idp.get('/ResourceTypes')).body
  assert.deepEqual(
    types.Resources.map(({ id }: { id: string }) => id),
    ['User', 'Group'],
  )
  assert.equal((await idp.get('/ResourceTypes/User')).body.endpoint, '/Users')
  assert.equal((await idp.get(`/Schemas/${urn.user}`)).body.name, 'User')
  assert.equal((await idp.get('/Schemas/nothing')).status, 404)
})

scim(
  'A-045, G12: without a key that has the scope nothing answers, whatever else the key may',
  async (scene) => {
    const { server, idp, engine } = scene
    const id = await created(idp, 'babs')
    const stranger = idpOf(server.stranger())
    const mighty = idpOf(await server.application(['administration', 'accounts:write']))
    const admin = await person(scene, 'ana')
    const browser = idpOf(await server.signedIn(admin.token))
    for (const { method, path } of routes) {
      const ask = path.replace('/scim/v2', '').replace(':id', id)
      const body = method === 'GET' || method === 'DELETE' ? undefined : {}
      for (const [who, status] of [
        [stranger, 401],
        [browser, 401],
        [mighty, 403],
      ] as const) {
        const answer = await who.call(method)(ask, body)
        assert.equal(answer.status, status, `${method} ${path}`)
        assert.deepEqual(answer.body.schemas, [urn.error])
        assert.equal(answer.body.status, String(status))
      }
    }
    const denied = await engine.audit.search({ event: 'access.refused' })
    assert.ok(denied.items.length > 0, 'G13: what a known one may not is in the trail')
  },
)

scim(
  'A-111, A-114: refuses what is no JSON, too large, or misshaped, in words of the protocol',
  async ({ idp }) => {
    const id = await created(idp, 'babs')
    const refused = async (answer: Promise<Answer>, status: number, scimType?: string) => {
      const { body, status: got } = await answer
      assert.deepEqual([got, body.scimType], [status, scimType])
    }
    await refused(idp.post('/Users', '{"userName":'), 400, 'invalidSyntax')
    await refused(idp.post('/Users', '{"userName":"a","userName":"b"}'), 400, 'invalidSyntax')
    await refused(idp.post('/Users', '['.repeat(50)), 400, 'invalidSyntax')
    await refused(idp.post('/Users', { userName: 'x'.repeat(3 * 1024 * 1024) }), 413)
    await refused(idp.post('/Users', 'userName=x', { 'content-type': 'text/plain' }), 415)
    for (const userName of [undefined, '', 7, ['a'], 'a\u200b', 'аdmin'])
      await refused(idp.post('/Users', { userName }), 400, 'invalidValue')
    await refused(idp.patch(`/Users/${id}`), 400, 'invalidValue')
    await refused(idp.patch(`/Users/${id}`, { op: 'become', path: 'x' }), 400, 'invalidValue')
    await refused(idp.patch(`/Users/${id}`, { op: 'remove', path: 'userName' }), 400, 'invalidValue')
    await refused(idp.patch(`/Users/${id}`, { op: 'replace', path: 'id', value: 'x' }), 400, 'mutability')
    await refused(
      idp.patch(`/Users/${id}`, { op: 'replace', path: 'emails[', value: 'x' }),
      400,
      'invalidFilter',
    )
    await refused(
      idp.patch(`/Users/${id}`, ...Array.from({ length: 101 }, () => ({ op: 'replace', value: {} }))),
      400,
      'invalidValue',
    )
    assert.equal((await idp.get(`/Users/${id}`)).body.userName, 'babs')
  },
)

test('no route of it signs anybody in', () => {
  for (const { access } of routes) assert.deepEqual(access, { by: 'protocol' })
})

/** Somebody of the identity provider who has set up a password and an authenticator app here. */
async function asPerson(scene: Scene, id: string) {
  const { engine } = scene
  const account = await engine.accounts.find(id as Id<'account'>)
  assert.ok(account)
  const { invitation } = await inviteAccount(engine, {
    actor: operator,
    accountId: account.id,
    reason: 'test',
  })
  const { secret } = await redeemInvitation(engine, tokenOf(invitation.link))
  const password = await begin(engine, secret, 'password')
  await confirm(engine, secret, password.authenticator.id, { password: goodPassword })
  const begun = await begin(engine, secret, 'totp')
  const code = codeAt(begun.show, scene.clock.now())
  await confirm(engine, secret, begun.authenticator.id, { code })
  const { completed } = await complete(engine, { secret, options: {}, surroundings })
  scene.clock.advance(step)
  const totp = { id: begun.authenticator.id, shown: begun.show }
  return { account, password: goodPassword, totp, recoveryCodes: [], token: completed?.token ?? '' }
}
