import assert from 'node:assert/strict'
import { readReport } from '../../src/administration/index.ts'
import { attack } from '../kit/attack.ts'

attack(
  'R20: whoever administers fetches a signed report, which names the one before; nobody else',
  async ({ server }) => {
    const owner = await server.application(['administration'])
    const desk = await server.application(['accounts:read'])
    assert.equal((await desk.post('/coverage/reports', {})).status, 403)
    const first = await owner.post('/coverage/reports', {})
    assert.equal(first.status, 200, first.text)
    const text = JSON.stringify(first.body.signed)
    const report = readReport(text, first.body.fingerprint)
    assert.equal(report.predecessor, null)
    assert.equal(first.body.difference, undefined)

    await server.application(['administration'])
    const next = await owner.post('/coverage/reports', { predecessor: text })
    assert.match(next.body.signed.report.predecessor, /^[0-9a-f]{64}$/)
    const { opened, closed, changed } = next.body.difference
    assert.deepEqual([opened.map(({ kind }: { kind: string }) => kind), closed], [['api-key'], []])
    assert.deepEqual(changed, [])

    const changedSince = text.replace(report.registry, 'f'.repeat(64))
    const refused = await owner.post('/coverage/reports', { predecessor: changedSince })
    assert.deepEqual([refused.status, refused.body.code], [403, 'coverage.wrong-signature'])
    const none = await owner.post('/coverage/reports', { predecessor: 'no report' })
    assert.deepEqual([none.status, none.body.code], [400, 'coverage.unreadable'])
  },
  { on: 'each', audited: ['coverage.signed'] },
)
