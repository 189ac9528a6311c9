import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { blockedBecause } from './blocklist.ts'
import { commonPasswords } from './common-passwords.ts'
import { contextWords } from './context-words.ts'
import { ana } from './host.fixture.ts'

const isCommon = commonPasswords()
const words = contextWords({ person: ana, application: 'Blue Heron', blockedWords: ['Kestrel'] })

async function reason(password: string): Promise<string | undefined> {
  return (await blockedBecause(isCommon, password, words))?.id
}

describe('blocklist', () => {
  it('ASVS 6.2.4: holds more than 3,000 common passwords of 8 characters and more', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common')
    const long = dictionary['passwords-common'].filter((password) => password.length >= 8)
    assert.equal(long.length > 3_000, true)
    for (const password of long.slice(0, 3_000)) assert.equal(await isCommon(password), true)
  })

  it('N-11: refuses a common password in any case, with accents and with look-alikes', async () => {
    for (const password of [
      'password',
      'PassWord',
      'p@ssw0rd',
      'P4$$w0rd',
      'pässwörd',
      'iloveyou',
      '1l0vey0u',
    ]) {
      assert.equal(await reason(password), 'common', password)
    }
  })

  it('N-11: compares the whole password: a common one inside a longer one does not refuse it', async () => {
    assert.equal(await reason('password of the seven seas'), undefined)
  })

  it('ASVS 6.2.11: refuses what is made of name, contact, application or a configured word', async () => {
    assert.equal(await reason('ana.smith2026'), 'contains-name')
    assert.equal(await reason('Sm1th-4na-1'), 'contains-name')
    assert.equal(await reason('N0rthwind!7'), 'contains-contact')
    assert.equal(await reason('0912345678'), 'contains-contact')
    assert.equal(await reason('blueheron99'), 'contains-application')
    assert.equal(await reason('Sallyport#1'), 'contains-application')
    assert.equal(await reason('kestrel2026'), 'contains-blocked-word')
  })

  it('knows a telephone number without its codes', async () => {
    const owner = { ...ana, contacts: ['+385912345678'] }
    const own = contextWords({ person: owner, application: 'Blog', blockedWords: [] })
    assert.equal((await blockedBecause(isCommon, '0912345678!', own))?.id, 'contains-contact')
    assert.equal(await blockedBecause(isCommon, '0998877665!', own), undefined)
  })

  it('takes a context word as part of a password that does not rest on it', async () => {
    for (const password of [
      'correct horse ana battery',
      'bananas-71',
      'kestrel vT7#qLpW',
      'kestrel.sallyport-vT7#qLp',
      'blue lantern copper',
    ]) {
      assert.equal(await reason(password), undefined, password)
    }
  })
})
