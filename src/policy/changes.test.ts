import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesBetween } from './changes.ts'
import { rulebook } from './rule-schema.ts'

const before = rulebook.parse({
  strengths: { careful: { assurance: 2 } },
  rules: [
    { name: 'money', what: { classes: ['banking'] }, need: 'mfa' },
    { name: 'mail', says: 'Mail opens the rest.', need: 'careful' },
  ],
})

test('changes are told in sentences: what is new, what is gone, what is said otherwise', () => {
  const careful = { assurance: 2, userVerified: true } as const
  const mail = { name: 'mail', says: 'Your mail opens the rest.', need: 'careful' }
  const night = { name: 'Night', need: { deny: true } } as const
  const [money, oldMail] = before.rules
  const after = rulebook.parse({
    strengths: { careful, quick: { assurance: 1 } },
    rules: [mail, night],
  })
  assert.deepEqual(changesBetween(before, after), [
    {
      what: 'rule',
      name: 'mail',
      before: 'Everybody: careful. “Mail opens the rest.”',
      was: oldMail,
      after: 'Everybody: careful. “Your mail opens the rest.”',
      becomes: mail,
    },
    { what: 'rule', name: 'Night', after: 'Everybody: nobody comes in.', becomes: night },
    { what: 'rule', name: 'money', before: 'Everybody, for what is banking: mfa.', was: money },
    {
      what: 'strength',
      name: 'careful',
      before: 'assurance 2',
      was: { assurance: 2 },
      after: 'assurance 2, unlocked by its owner',
      becomes: careful,
    },
    { what: 'strength', name: 'quick', after: 'assurance 1', becomes: { assurance: 1 } },
  ])
})

test('the order of rules is no change, and neither is the case of their names', () => {
  const [money, mail] = before.rules
  assert.ok(money && mail)
  assert.deepEqual(changesBetween(before, { ...before, rules: [mail, money] }), [])
})

test('lengths of time are told in words', () => {
  const after = rulebook.parse({
    rules: [{ name: 'often', need: { strength: 'mfa', fresh: '12h', remembered: '7d' } }],
  })
  const often = changesBetween({ ...before, rules: [] }, after).find(({ what }) => what === 'rule')
  assert.equal(often?.after, 'Everybody: mfa, proved within 12 hours, remembered for 7 days.')
})
