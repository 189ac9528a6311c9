import assert from 'node:assert/strict'
import test from 'node:test'
import { install } from './sallyport.fixture.ts'

test('streams are listed, and what is no stream is neither paused nor removed', async (context) => {
  const { run, json } = install(context)
  assert.match((await run(['streams', 'list'])).out, /No application has made itself a stream\./)
  assert.deepEqual(await json(['streams', 'list']), { streams: [] })
  for (const word of ['pause', 'resume', 'remove']) {
    const { code, error } = await run(['streams', word, 'Wiki', '--reason', 'test'])
    assert.equal(code, 2)
    assert.match(error, /no such stream/)
  }
})
