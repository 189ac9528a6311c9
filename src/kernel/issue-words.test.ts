import assert from 'node:assert/strict'
import test from 'node:test'
import { z } from 'zod'
import { SallyportError } from './errors.ts'
import { parseWith } from './parse.ts'

const form = z.strictObject({
  name: z.string().min(1).max(5),
  code: z.string().min(4),
  size: z.number().int().min(2).max(9),
  more: z.number().positive(),
  kind: z.enum(['web', 'native']),
  version: z.literal(1),
  mail: z.email(),
  list: z.array(z.string()).min(2).max(3),
  either: z.union([z.literal('none'), z.strictObject({ days: z.number() })]),
  own: z.string().refine((text) => text === 'ours', 'Not ours'),
})
const right = {
  ...{ name: 'ana', code: '1234', size: 2, more: 1, kind: 'web', version: 1 },
  ...{ mail: 'ana@example.com', list: ['a', 'b'], either: 'none', own: 'ours' },
}

for (const [wrong, said] of [
  [{ name: undefined }, 'This is needed (name).'],
  [{ name: '' }, 'This must not be empty (name).'],
  [{ name: 'anastasia' }, 'This has to have at most 5 characters (name).'],
  [{ name: 7 }, 'This has to be a text (name).'],
  [{ code: '12' }, 'This has to have at least 4 characters (code).'],
  [{ size: 1 }, 'This has to be at least 2 (size).'],
  [{ size: 2.5 }, 'This has to be a whole number (size).'],
  [{ size: 10 }, 'This has to be at most 9 (size).'],
  [{ more: 0 }, 'This has to be more than 0 (more).'],
  [{ kind: 'cloud' }, 'This has to be one of web, native (kind).'],
  [{ version: 2 }, 'This has to be 1 (version).'],
  [{ mail: 'ana' }, 'This is not an e-mail address (mail).'],
  [{ list: ['a'] }, 'This has to have at least 2 entries (list).'],
  [{ list: 'a' }, 'This has to be a list (list).'],
  [{ either: 3 }, 'This is nothing that is allowed here (either).'],
  [{ own: 'theirs' }, 'Not ours (own).'],
  [{ extra: 1 }, 'There is no such field: extra.'],
] as const)
  test(`a field that is wrong is told in words: ${said}`, () => {
    assert.throws(
      () => parseWith(form, { ...right, ...wrong }),
      (error) => error instanceof SallyportError && error.code === 'input.invalid' && error.message === said,
    )
  })
