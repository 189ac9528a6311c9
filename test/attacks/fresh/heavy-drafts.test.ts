import assert from 'node:assert/strict'
import { attack } from '../../kit/attack.ts'

attack(
  'A-115: a thousand rules that say the same make no answer of half a million findings',
  async (scene) => {
    const desk = await scene.server.application(['accounts:read'])
    const rules = Array.from({ length: 1000 }, (_, nth) => ({ name: `${nth}`, need: 'phishing-resistant' }))
    const { status, body } = await desk.post('/policy/preview', { rulebook: { rules } })
    assert.equal(status, 200)
    assert.equal(body.findings.length, 200)
  },
)

attack(
  'A-115: while rules for many places and hours are looked through, others are answered',
  async (scene) => {
    const desk = await scene.server.application(['accounts:read'])
    const networks = Array.from(
      { length: 300 },
      (_, nth) => `10.0.${Math.floor(nth / 8)}.${(nth % 8) * 32}/28`,
    )
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    const hours = Array.from({ length: 40 }, (_, nth) => ({
      name: `hours ${nth}`,
      when: { from: clock(nth * 20), to: clock(nth * 20 + 10), zone: 'Europe/Berlin' },
      need: 'mfa',
    }))
    const shut = { name: 'shut', where: { device: 'new' }, need: { deny: true } }
    const places = { name: 'places', where: { networks }, need: { deny: true } }
    const rules = [shut, { name: 'all', need: { deny: true } }, places, ...hours]
    let [looking, answers] = [true, 0]
    const preview = desk.post('/policy/preview', { rulebook: { rules } }).finally(() => {
      looking = false
    })
    const stranger = scene.server.stranger()
    while (looking) {
      await stranger.get('/session')
      answers += 1
    }
    assert.equal((await preview).body.findings[0]?.kind, 'locks-out')
    assert.ok(answers > 5, `${answers} answers`)
  },
)
