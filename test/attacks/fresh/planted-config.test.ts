import assert from 'node:assert/strict'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '../../../src/server/config.ts'
import { refusal } from '../../kit/engine.ts'

const nobody = 65534
const sudo = { SUDO_UID: '1000', SUDO_USER: 'mallory' }
const commanding = 'key:\n  command: ["/bin/evil"]\n'

test('R10: root reads no configuration that others could write, neither here nor in the data folder', async (context) => {
  if (process.geteuid?.() !== 0) return context.skip('absent: the rights of root')
  const cwd = mkdtempSync(join(tmpdir(), 'sallyport-planted-'))
  const data = join(cwd, 'data')
  try {
    mkdirSync(data)
    const planted = join(data, 'sallyport.yaml')
    writeFileSync(planted, commanding)
    for (const path of [data, planted]) chownSync(path, nobody, nobody)
    for (const env of [sudo, {}, { SALLYPORT_DATA: data }])
      assert.equal(await refusal(loadConfig({ env, cwd })), 'config.untrusted-place')

    for (const path of [data, planted]) chownSync(path, 0, 0)
    assert.equal((await loadConfig({ env: sudo, cwd })).key.from, 'command')
    chmodSync(planted, 0o666)
    assert.equal(await refusal(loadConfig({ env: sudo, cwd })), 'config.untrusted-place')

    const own = join(cwd, 'sallyport.yaml')
    writeFileSync(own, commanding)
    chownSync(own, nobody, nobody)
    assert.equal(await refusal(loadConfig({ env: {}, cwd })), 'config.untrusted-place')
    assert.equal((await loadConfig({ env: {}, cwd, overrides: { config: own } })).key.from, 'command')
  } finally {
    rmSync(cwd, { recursive: true })
  }
})
