import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { run as show } from '../../../src/cli/commands/show.ts'
import type { Context } from '../../../src/cli/context.ts'
import { openInstallation } from '../../../src/cli/installation/index.ts'
import { createOutput } from '../../../src/cli/output.ts'
import { renameAuthenticator } from '../../../src/enrolment/index.ts'
import type { Id } from '../../../src/kernel/ids.ts'
import { onSqliteEngine, operator, person, sessionOf } from '../../kit/engine.ts'

const escapes = '\u001b]0;owned\u0007\u001b[2J\u009b8m\u202eboo\r\nroot'

onSqliteEngine(
  'A-094: what people call their authenticators writes nothing but letters on a terminal',
  async (world) => {
    const { engine } = world
    const mallory = await person(world, 'Mallory')
    const session = await sessionOf(engine, mallory.token)
    const authenticatorId = mallory.totp.id as Id<'authenticator'>
    await renameAuthenticator(engine, { session, authenticatorId, label: escapes })

    const out = new PassThrough()
    const error = new PassThrough()
    const output = createOutput({ out, error }, false)
    const installation = () =>
      openInstallation(undefined, { engine: async () => engine, actor: () => operator })
    const context = { output, installation } as unknown as Context
    await show(context, { argument: undefined, options: { accountName: 'Mallory' } })
    output.line(`Removed ${escapes}.`)
    output.note(escapes)
    out.end()
    error.end()
    for (const shown of [await text(out), await text(error)]) {
      assert.match(shown, /boo/)
      assert.doesNotMatch(shown.replaceAll('\n', ''), /[\p{Cc}\u202a-\u202e]/u)
      assert.doesNotMatch(shown, /^root/m)
    }
  },
)

test('A-094: as JSON, too, and programs read the same', async () => {
  const out = new PassThrough()
  const value = { label: escapes, [escapes]: '\u061c\u200e\u2028\u{e0041}' }
  createOutput({ out, error: new PassThrough() }, true).result(value)
  out.end()
  const shown = await text(out)
  assert.doesNotMatch(shown.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  assert.deepEqual(JSON.parse(shown), value)
})
