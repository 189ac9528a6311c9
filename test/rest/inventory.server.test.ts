import assert from 'node:assert/strict'
import { attack } from '../kit/attack.ts'

attack(
  'G12: lists and classes are changed with the scope administration alone, and read by the help desk’s',
  async ({ server }) => {
    const owner = await server.application(['administration'])
    const desk = await server.application(['accounts:read'])
    const table = 'account,system\nalice,OWA\nnobody yet,hr-portal'
    const list = { source: 'ERP', table }
    const preview = await owner.post('/inventory/lists', { ...list, preview: true })
    assert.deepEqual([preview.status, preview.body.lines, preview.body.problems], [200, 2, []])
    assert.equal((await desk.post('/inventory/lists', { ...list, preview: true })).status, 403)
    assert.equal((await owner.post('/inventory/lists', { ...list, preview: false })).body.source, 'erp')
    const broken = await owner.post('/inventory/lists', { source: 'x', table: 'account\na', preview: false })
    assert.deepEqual([broken.status, broken.body.code], [400, 'import.refused'])

    const said = { pattern: 'hr-*', class: 'customer-data', reason: 'personal files' }
    assert.equal((await desk.post('/inventory/classes', said)).status, 403)
    assert.equal((await owner.post('/inventory/classes', said)).status, 204)
    const { items, lists, rules } = (await desk.get('/inventory/systems')).body
    const found = items.map((one: { name: string; class: string }) => `${one.name}: ${one.class}`)
    assert.ok(found.includes('hr-portal: customer-data') && found.includes('OWA: mail'))
    assert.deepEqual([lists.length, rules.length], [1, 1])

    const advice = (await desk.get('/inventory/advice?class=customer-data&limit=1')).body
    assert.deepEqual([advice.found, advice.items[0]?.account, advice.stages.length], [1, 'nobody yet', 3])
    assert.equal((await desk.get('/inventory/advice?limit=201')).status, 400)

    const { class: _, ...forgotten } = said
    assert.equal((await owner.post('/inventory/classes/removal', forgotten)).status, 204)
    const withdrawn = { source: 'erp', reason: 'gone' }
    assert.equal((await owner.post('/inventory/lists/removal', withdrawn)).status, 204)
    assert.equal((await owner.post('/inventory/lists/removal', withdrawn)).status, 404)
  },
  { on: 'each', audited: ['inventory.classified', 'inventory.list-withdrawn', 'import.completed'] },
)
