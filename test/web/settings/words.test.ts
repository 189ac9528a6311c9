import assert from 'node:assert/strict'
import { it } from 'node:test'
import { z } from 'zod'
import { protocols } from '../../../src/protocols/index.ts'
import type { SettingsSchema } from '../../../web/api/doors.ts'
import { consoleWords } from '../../../web/console/words.en.ts'
import { partsOf } from '../../../web/kit/marked.ts'

/** Names that others have given, and that are words enough. */
const names = new Set(['oidc.signingAlgorithm'])

interface Chosen {
  readonly at: string
  readonly choices: readonly string[]
}

function choicesIn(door: string, schema: SettingsSchema, path = ''): readonly Chosen[] {
  const own = [...(schema.enum ?? []), ...(schema.items?.enum ?? [])].map(String)
  const parts = Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
    choicesIn(door, part, path === '' ? name : `${path}-${name}`),
  )
  return own.length > 0 ? [{ at: `${door}.${path}`, choices: own }, ...parts] : parts
}

it('what a setting of a door may be is told in words, and every word is of something that it may be', () => {
  const chosen = protocols.flatMap(({ id, kind }) => {
    if (!kind) return []
    const schema = z.toJSONSchema(kind.settings, { io: 'input', unrepresentable: 'any' })
    return choicesIn(id, schema as SettingsSchema)
  })
  const wanted = chosen
    .filter(({ at }) => !names.has(at))
    .flatMap(({ at, choices }) => choices.map((choice) => `${at}.${choice.replaceAll('.', '-')}`))
  const worded = Object.entries(consoleWords.doors.choice).flatMap(([door, settings]) =>
    Object.entries(settings).flatMap(([path, words]) =>
      Object.keys(words).map((choice) => `${door}.${path}.${choice}`),
    ),
  )
  assert.deepEqual(worded.toSorted(), wanted.toSorted())
})

it('marks of a sentence are shown as what they mean, and lone signs as they are', () => {
  assert.deepEqual(partsOf('Set `ldap.tls`; look at *Why?* (2 * 3 * 4, a ` b).'), [
    { kind: 'text', text: 'Set ' },
    { kind: 'code', text: 'ldap.tls' },
    { kind: 'text', text: '; look at ' },
    { kind: 'name', text: 'Why?' },
    { kind: 'text', text: ' (2 * 3 * 4, a ` b).' },
  ])
})
