import { durationInWords } from '../kernel/duration.ts'
import type { Grace } from './grace.ts'
import type { Rule } from './rule-schema.ts'

/** A rule as a sentence: `Help desk and administrators, for banking, from outside 10.0.0.0/8: phishing-resistant.` */
export function describeRule(rule: Rule): string {
  const parts = [whom(rule), ...forWhat(rule), ...whence(rule), ...when(rule)].filter((part) => part !== '')
  const waits = rule.grace ? ` (${describeGrace(rule.grace)})` : ''
  return `${rule.report ? 'Only reported: ' : ''}${parts.join(', ')}: ${describeNeed(rule.need)}${waits}.`
}

function whom({ who }: Rule): string {
  const parts = [
    ...(who?.accounts ? [list(who.accounts)] : []),
    ...(who?.groups ? [`members of ${list(who.groups)}`] : []),
    ...(who?.directories ? [`accounts of ${list(who.directories)}`] : []),
    ...Object.entries(who?.attributes ?? {}).map(([name, values]) => `whose ${name} is ${list(values)}`),
    ...(who?.roles ? [`${list(who.roles)} (role)`] : []),
    ...(who?.marks ? [`marked ${list(who.marks)}`] : []),
  ]
  const all = parts.length > 0 ? parts.join(' and ') : 'Everybody'
  return who?.except ? `${all} but ${list(who.except)}` : all
}

function forWhat({ what }: Rule): readonly string[] {
  return [
    ...(what?.applications ? [`for ${list(what.applications)}`] : []),
    ...(what?.classes ? [`for what is ${list(what.classes)}`] : []),
    ...(what?.doors ? [`by ${list(what.doors)}`] : []),
    ...(what?.purposes ? [`at ${list(what.purposes)}`] : []),
  ]
}

function whence({ where }: Rule): readonly string[] {
  return [
    ...(where?.networks ? [`from ${list(where.networks)}`] : []),
    ...(where?.outside ? [`from outside ${list(where.outside)}`] : []),
    ...(where?.countries ? [`from ${list(where.countries)}`] : []),
    ...(where?.outsideCountries ? [`from outside ${list(where.outsideCountries)}`] : []),
    ...(where?.device ? [`with a ${where.device} browser`] : []),
  ]
}

function when({ when: hours }: Rule): readonly string[] {
  if (!hours) return []
  const days = hours.days ? `${list(hours.days)} ` : ''
  return [`${days}${hours.from ?? '00:00'} to ${hours.to ?? '24:00'} in ${hours.zone}`]
}

/** How long it may wait: `may wait until 2026-12-12 or for 14 days or 3 times, whichever ends first`. */
function describeGrace({ until, days, skips }: Grace): string {
  const ends = [
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(days === undefined ? [] : [days === 1 ? 'for a day' : `for ${days} days`]),
    ...(skips === undefined ? [] : [skips === 1 ? 'once' : `${skips} times`]),
  ]
  return `may wait ${ends.join(' or ')}${ends.length > 1 ? ', whichever ends first' : ''}`
}

/** What is asked for: `phishing-resistant, not sms-code`. */
export function describeNeed(need: Rule['need']): string {
  if (typeof need === 'string') return need
  const parts = [
    need.deny ? 'nobody comes in' : '',
    need.strength ?? '',
    need.assurance === undefined ? '' : `assurance ${need.assurance}`,
    need.phishingResistant ? 'phishing-resistant' : '',
    need.userVerified ? 'unlocked by its owner' : '',
    need.allow ? `only ${list(need.allow)}` : '',
    need.forbid ? `not ${list(need.forbid)}` : '',
    need.fresh ? `proved within ${durationInWords(need.fresh)}` : '',
    need.remembered ? `remembered for ${durationInWords(need.remembered)}` : '',
  ].filter((part) => part !== '')
  return parts.length > 0 ? parts.join(', ') : 'nothing'
}

function list(values: readonly string[]): string {
  return values.join(' or ')
}
