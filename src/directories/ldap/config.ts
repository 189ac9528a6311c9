import { z } from 'zod'
import { isLoopback } from '../../kernel/loopback.ts'

const minute = 60_000
const day = 86_400_000

const server = z
  .string()
  .refine(isServer, 'must be ldaps:// or ldap:// with a host and perhaps a port, and nothing behind them')

const attribute = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*(\.[0-9]+)*$/, 'must be the name of an attribute, such as mail')

const filter = z
  .string()
  .max(2_000)
  .regex(/^\(.*\)$/s, 'must be a filter in brackets, such as (objectClass=person)')

const attributes = z.strictObject({
  id: attribute
    .optional()
    .describe('Never changes and is never given to another. By default entryUUID, or objectGUID.'),
  name: attribute.optional().describe('What people sign in with. By default uid, or sAMAccountName.'),
  email: attribute.default('mail').describe('Addresses; unverified here until their owner confirms them.'),
  phone: attribute.default('mobile').describe('Telephone numbers with +; others are left out.'),
  told: z
    .array(attribute)
    .max(16)
    .default([])
    .describe('What is kept of people for rules to speak of: department, employeeType.'),
  disabled: attribute
    .optional()
    .describe(
      'An attribute that says, with TRUE or 1, that somebody may not sign in; besides what is usual.',
    ),
})

const groups = z.strictObject({
  base: z.string().min(1).describe('Where groups are looked for.'),
  filter: filter.optional().describe('Which of them count. By default all groups.'),
  name: attribute.default('cn').describe('What they are called.'),
  prefix: z
    .string()
    .max(32)
    .default('')
    .describe('Put before their names here, where a group of ours has the same.'),
  nested: z.boolean().default(true).describe('Whether members of a group in a group are members, too.'),
})

const lockOut = z.strictObject({
  threshold: z
    .int()
    .min(3)
    .max(1_000)
    .default(10)
    .describe('How many wrong passwords the directory takes before it locks somebody. We stop before.'),
  window: z
    .int()
    .min(minute)
    .max(day)
    .default(15 * minute)
    .describe('Milliseconds until it forgets them.'),
})

/** One LDAP directory, or Active Directory by LDAP. */
export const ldapConfig = z
  .strictObject({
    type: z.literal('ldap'),
    flavour: z
      .enum(['openldap', 'active-directory'])
      .default('openldap')
      .describe('Whose habits are assumed where nothing is said: attributes, groups, who is disabled.'),
    servers: z.array(server).min(1).max(8).describe('Asked in this order; the next one where one fails.'),
    startTls: z.boolean().default(false).describe('Encrypts ldap:// connections before anything is said.'),
    plain: z
      .boolean()
      .default(false)
      .describe('Lets passwords travel readable to ldap:// servers beyond this machine. Do not.'),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe('Authorities that sign for the servers, PEM; instead of the public ones.'),
    bindDn: z.string().min(1).describe('Who searches. It needs to read, and nothing else.'),
    bindPassword: z.string().min(1).optional().describe('Its password; better in a file.'),
    bindPasswordFile: z.string().min(1).optional().describe('The file that holds its password.'),
    base: z.string().min(1).describe('Where people are looked for: ou=people,dc=example,dc=com.'),
    userFilter: filter.optional().describe('Who of them may have an account here. By default all people.'),
    attributes: attributes.prefault({}),
    groups: groups.optional().describe('Without it, groups stay there.'),
    syncEvery: z
      .int()
      .min(minute)
      .max(day)
      .default(5 * minute)
      .describe('Milliseconds between two readings of the whole directory.'),
    mostRemovals: z
      .int()
      .min(0)
      .max(100)
      .default(10)
      .describe('Percent of the accounts that may go at once; more wait for your word.'),
    lockOut: lockOut.prefault({}),
    timeout: z
      .int()
      .min(500)
      .max(30_000)
      .default(5_000)
      .describe('Milliseconds until an answer is not waited for any more, all servers together.'),
    mostEntries: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(200_000)
      .describe('More people than this are a mistake, and change nothing.'),
  })
  .refine((one) => (one.bindPassword === undefined) !== (one.bindPasswordFile === undefined), {
    path: ['bindPasswordFile'],
    error: 'takes one of bindPassword and bindPasswordFile',
  })
  .refine((one) => one.plain || one.startTls || one.servers.every(isConfidential), {
    path: ['servers'],
    error: 'would carry passwords readable: use ldaps://, or startTls: true',
  })
  .refine((one) => !one.startTls || one.servers.every((url) => url.startsWith('ldap://')), {
    path: ['startTls'],
    error: 'is for ldap:// servers; ldaps:// is encrypted already',
  })

export type LdapConfig = z.infer<typeof ldapConfig>

function isServer(text: string): boolean {
  const url = URL.parse(text)
  if (!url || !/^ldaps?:$/.test(url.protocol) || url.hostname === '') return false
  return !url.username && !url.password && /^\/?$/.test(url.pathname) && !url.search && !url.hash
}

/** Nobody else can listen: encrypted, or within this machine. */
function isConfidential(server: string): boolean {
  return server.startsWith('ldaps://') || isLoopback(new URL(server).hostname)
}
