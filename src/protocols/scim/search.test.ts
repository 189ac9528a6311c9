import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Lookup, Page } from '../../administration/index.ts'
import type { Asked } from './asked.ts'
import type { Collection } from './collection.ts'
import { query } from './schema.ts'
import { search } from './search.ts'

const people = Array.from({ length: 500 }, (_, number) => ({ id: `${number}`, userName: `user${number}` }))

/** Five hundred users, and how they were looked at. */
function scene() {
  const looks: (Lookup | Page | 'all')[] = []
  const of = {
    nameIn: 'userName',
    count: async () => people.length,
    async list(_: Asked, page?: Page) {
      looks.push(page ?? 'all')
      return page ? people.slice(page.offset, page.offset + page.limit) : people
    },
    async lookUp(_: Asked, lookup: Lookup) {
      looks.push(lookup)
      return people.filter(({ userName }) => userName === lookup.value)
    },
  } satisfies Partial<Collection>
  const ask = (wanted: object) => search(of as unknown as Collection, {} as Asked, query.parse(wanted))
  return { looks, ask }
}

for (const [filter, lookup] of [
  ['userName eq "user7"', { by: 'name', value: 'user7' }],
  ['id eq "7"', { by: 'id', value: '7' }],
  ['externalId eq "e7"', { by: 'externalId', value: 'e7' }],
  ['active eq true and (title eq "x" and userName eq "user7")', { by: 'name', value: 'user7' }],
] as const)
  test(`looks nobody else up for ${filter}`, async () => {
    const { looks, ask } = scene()
    await ask({ filter })
    assert.deepEqual(looks, [lookup])
  })

for (const filter of ['userName sw "user7"', 'userName eq "user7" or id eq "8"', 'not (userName eq "user7")'])
  test(`looks at everybody for ${filter}`, async () => {
    const { looks, ask } = scene()
    await ask({ filter })
    assert.deepEqual(looks, ['all'])
  })

test('RFC 7644 §3.4.2.4: without a filter reads one page, and says how many there are', async () => {
  const { looks, ask } = scene()
  const { totalResults, itemsPerPage } = await ask({ startIndex: 491, count: 20 })
  assert.deepEqual([totalResults, itemsPerPage], [500, 10])
  assert.deepEqual(looks, [{ offset: 490, limit: 20 }])
})

test('a page of what a filter finds begins where it was asked for', async () => {
  const { ask } = scene()
  const { totalResults, Resources } = await ask({ filter: 'userName sw "user49"', startIndex: 10, count: 5 })
  assert.equal(totalResults, 11)
  assert.deepEqual(Resources, people.slice(498, 500))
})
