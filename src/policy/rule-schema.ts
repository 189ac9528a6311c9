import { z } from 'zod'
import { accountMark, accountRole, attributeName } from '../accounts/index.ts'
import { applicationClass } from '../applications/index.ts'
import { countryCode } from '../countries/index.ts'
import { durationUpTo } from '../kernel/duration.ts'
import { grace } from './grace.ts'
import { networkText } from './network.ts'
import { weekTime } from './week-time.ts'

const shownLine = /^[^\p{Cc}\p{Zl}\p{Zp}]+$/u
/** Nothing that cannot be seen, or turns round what follows: a rule must look like what it is. */
const seenLine = /^[^\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]+$/u
const seen = 'must be one line of what can be seen'
const name = z.string().trim().min(1).max(64).regex(shownLine, 'must be one line')
const names = z.array(name).min(1).max(1_000)
const factorIds = z.array(z.string().min(1).max(64)).min(1).max(64)

/** What the proofs of an attempt must have in common, whatever they are. */
const strengthShape = {
  assurance: z
    .literal([1, 2, 3])
    .optional()
    .describe('NIST SP 800-63B-4: one factor, two kinds of them, or a key in attested hardware.'),
  phishingResistant: z.boolean().optional().describe('One of them cannot be phished: a passkey, a card.'),
  userVerified: z.boolean().optional().describe('One of them was unlocked by a PIN, a finger or a face.'),
}

const strength = z.strictObject(strengthShape)
export type Strength = z.infer<typeof strength>

/** For how long a browser may be remembered at all. */
export const remembered = durationUpTo('90d')

const need = z.strictObject({
  strength: name.optional().describe('A strength by its name, beside what else is said here.'),
  ...strengthShape,
  allow: factorIds.optional().describe('Of what is held or of the body, only these factors count.'),
  forbid: factorIds.optional().describe('These factors do not count.'),
  deny: z.literal(true).optional().describe('Nobody comes in.'),
  fresh: durationUpTo('30d')
    .optional()
    .describe(
      'How old the proofs behind a session may be: `15m`, `12h`. With older ones it asks for a step-up.',
    ),
  remembered: remembered
    .optional()
    .describe(
      'How long a browser that has shown a second factor need not show one again: `30d`. Without it, never; the shortest of all that is asked for counts, and `policy.remember` with it.',
    ),
})

/** What rules may say of a door and of what somebody is there for. */
export const ruleDoor = z.enum([
  'rest',
  'cli',
  'library',
  'oidc',
  'saml',
  'radius',
  'forward-auth',
  'hosted',
  'entra',
  'ldap',
])
export const rulePurpose = z.enum(['sign-in', 'step-up', 'set-up', 'transaction', 'verify'])

const who = z.strictObject({
  accounts: names.optional(),
  groups: names.optional().describe('Members of one of these groups.'),
  directories: names
    .optional()
    .describe('Accounts that come from one of these: `local`, a name under `directories`, `scim`, `host`.'),
  attributes: z
    .record(attributeName, z.array(z.string().trim().min(1).max(256)).min(1).max(1_000))
    .refine((all) => Object.keys(all).length > 0, 'names no attribute')
    .optional()
    .describe(
      'Accounts that have one of the values of each of these attributes; what their directory does not tell fits.',
    ),
  roles: z.array(accountRole).min(1).optional(),
  marks: z.array(accountMark).min(1).optional().describe('Accounts with one of these marks.'),
  except: names.optional().describe('Accounts that the rule leaves out.'),
})

const what = z.strictObject({
  applications: names.optional(),
  classes: z.array(applicationClass).min(1).optional().describe('Applications of one of these classes.'),
  doors: z.array(ruleDoor).min(1).optional(),
  purposes: z
    .array(rulePurpose)
    .min(1)
    .optional()
    .describe(
      '`verify` is the one call; `step-up` is proving oneself anew, which nobody is asked for right after a sign-in.',
    ),
})

const countries = z.array(countryCode).min(1).max(300)

const where = z.strictObject({
  networks: z.array(networkText).min(1).max(1_000).optional().describe('From one of these.'),
  outside: z.array(networkText).min(1).max(1_000).optional().describe('From none of these.'),
  countries: countries
    .optional()
    .describe('From one of these, by the table under `countries`; whose country is not known fits.'),
  outsideCountries: countries.optional().describe('From none of these; whose country is not known fits.'),
  device: z
    .enum(['known', 'new'])
    .optional()
    .describe('Whether this browser was remembered for the account.'),
})

/**
 * One sentence of the policy. All parts that are given must fit, and of each list one entry; what is not known fits
 * (R15). A rule only ever demands: none takes away what another asks for.
 */
const rule = z.strictObject({
  name: name.regex(seenLine, seen).describe('How it is called, in reasons and findings.'),
  says: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(seenLine, seen)
    .optional()
    .describe('What whoever is asked reads: why.'),
  who: who.optional(),
  what: what.optional(),
  where: where.optional(),
  when: weekTime.optional(),
  report: z
    .literal(true)
    .optional()
    .describe('It demands nothing, and `policy report` tells what it would have done.'),
  grace: grace
    .optional()
    .describe(
      'How long people without what is needed may put off to set it up. Of one at least: until, days, skips.',
    ),
  need: z.union([name, need]).describe('The name of a strength, or what is needed.'),
})

export type Rule = z.infer<typeof rule>

/** Names that every installation has. */
export const namedStrengths: Readonly<Record<string, Strength>> = {
  mfa: { assurance: 2 },
  passwordless: { assurance: 2, userVerified: true },
  'phishing-resistant': { assurance: 2, phishingResistant: true },
  'hardware-bound': { assurance: 3, phishingResistant: true },
}

const ownName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be small letters, digits and hyphens, beginning with a letter')
  .refine((text) => !Object.hasOwn(namedStrengths, text), 'is a strength that everybody has')

/** One's own names for what is needed. */
export const strengths = z.record(ownName, strength)

export const rules = z
  .array(rule)
  .max(1_000)
  .superRefine((all, context) => {
    for (const [index, { name: taken }] of all.entries()) {
      const first = all.findIndex((other) => sameName(other.name, taken))
      if (first < index)
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `stands twice: ${taken}` })
    }
  })

/** Rules that are applied while we run, beside those of the configuration. */
export const rulebook = z.strictObject({
  strengths: strengths
    .default({})
    .describe('Own names for what is needed, beside those of the configuration.'),
  rules: rules.default([]).describe('Rules, beside those of the configuration.'),
})

export type Rulebook = z.infer<typeof rulebook>

export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
