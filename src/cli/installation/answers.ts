import { z } from 'zod'
import { accountMark } from '../../accounts/index.ts'
import { applicationClass } from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { liftedDemand, rulebook } from '../../policy/index.ts'

/** What the API answers, as far as commands look at it; what a newer server adds is let through. */

const accountId = z.custom<Id<'account'>>((value) => typeof value === 'string' && isId(value))
const authenticatorId = z.custom<Id<'authenticator'>>((value) => typeof value === 'string' && isId(value))
const time = z.number().int()
const describe = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

const account = z.looseObject({
  id: accountId,
  name: z.string(),
  role: z.string(),
  status: z.string(),
  protected: z.boolean(),
  lastSignInAt: time.optional(),
})

export const link = z.object({
  id: z.custom<Id<'account-link'>>((value) => typeof value === 'string' && isId(value)),
  issuer: z.string(),
  subject: z.string(),
  madeAt: time,
})
export const links = z.object({ items: z.array(link) })

const reason = z.object({ id: z.string(), text: z.string() })

const finding = z.object({
  rule: z.string(),
  kind: z.enum([
    'locks-out',
    'never',
    'unsatisfiable',
    'contradicts',
    'shadowed',
    'unknown',
    'forgets',
    'grace',
  ]),
  other: z.string().exactOptional(),
  text: z.string(),
})

const change = z.object({
  what: z.enum(['rule', 'strength']),
  name: z.string(),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
})

export const marked = z.object({
  changed: z.number().int(),
  unchanged: z.number().int(),
  unknown: z.array(z.string()),
  refused: z.array(z.string()),
})

export const group = z.object({
  id: z.custom<Id<'group'>>((value) => typeof value === 'string' && isId(value)),
  name: z.string(),
  createdAt: time,
  members: z.number().int(),
})

export const groups = z.object({ items: z.array(group) })

export const members = z.object({
  items: z.array(z.object({ id: accountId, name: z.string() })),
  next: accountId.exactOptional(),
})

export const directories = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      type: z.enum(['ldap', 'host']),
      place: z.string(),
      every: z.number(),
      accounts: z.object({ active: z.number(), all: z.number() }),
      groups: z.number(),
      last: z
        .object({
          beganAt: time,
          endedAt: time.optional().transform((at) => at),
          outcome: z.enum(['done', 'held', 'failed']).optional(),
          result: z.unknown(),
        })
        .transform(({ endedAt, outcome, ...run }) => ({ ...run, endedAt, outcome }))
        .exactOptional(),
    }),
  ),
})

export const directoryReport = z.object({
  servers: z.array(
    z.object({
      url: z.string(),
      reachable: z.boolean(),
      problem: z.string().exactOptional(),
      took: z.number(),
    }),
  ),
  people: z.number().exactOptional(),
  groups: z.number().exactOptional(),
  problems: z.array(z.string()),
})

const share = z.object({ going: z.number(), of: z.number() })

export const synced = z.object({
  outcome: z.enum(['done', 'held', 'previewed']),
  created: z.number(),
  changed: z.number(),
  ended: z.number(),
  groups: z.number(),
  removals: z.object({ accounts: share, groups: share, memberships: share, word: z.string() }),
  ending: z.array(z.string()),
  leftOut: z.array(
    z.object({
      name: z.string(),
      because: z.enum(['name-taken', 'not-a-name', 'id-twice', 'group-name-taken', 'last-administrator']),
    }),
  ),
})

/** As it is written. */
const rule = rulebook.shape.rules.unwrap().element

export const policy = z.object({
  mfa: z.enum(['required', 'offered']),
  recovery: z.boolean(),
  passwordReset: z.boolean(),
  remembers: z.number().int().exactOptional(),
  version: z.string(),
  revision: z.number().int(),
  rules: z.array(
    z.object({
      name: z.string(),
      text: z.string(),
      rule,
      applied: z.boolean(),
      reports: z.boolean(),
      says: z.string().exactOptional(),
    }),
  ),
  findings: z.array(finding),
})

export const rulesPreview = z.object({ changes: z.array(change), findings: z.array(finding) })

const some = z.object({ accounts: z.number().int(), examples: z.array(z.string()) })

export const rulesEffect = z.object({
  examined: z.number().int(),
  more: some,
  less: some,
  setUp: some,
  invited: some,
  shutOut: some,
})

const touch = z.object({
  signIns: z.number().int(),
  accounts: z.number().int(),
  examples: z.array(z.string()),
})
const counted = z.array(z.object({ name: z.string(), signIns: z.number().int() }))

export const rehearsal = z.object({
  since: time,
  until: time,
  signIns: z.number().int(),
  admissions: z.number().int(),
  accounts: z.number().int(),
  outcomes: z.object({
    asked: touch,
    putOff: touch.extend({ until: time.optional() }),
    setUp: touch,
    invited: touch,
    denied: touch,
    refused: touch,
  }),
  rules: counted,
  applications: counted,
  days: z.array(z.object({ day: time, signIns: z.number().int(), touched: z.number().int() })),
  untold: z.object({ admissions: z.number().int(), last: time }).exactOptional(),
})

export const applied = rulesPreview.extend({ revision: z.number().int() })

export const revisions = z.object({
  items: z.array(
    z.object({ number: z.number().int(), author: z.string(), reason: z.string(), createdAt: time }),
  ),
})

export const exception = z.object({
  id: z.custom<Id<'exception'>>((value) => typeof value === 'string' && isId(value)),
  account: z.string(),
  application: z.string().exactOptional(),
  demands: z.array(liftedDemand),
  idle: z.array(liftedDemand),
  state: z.enum(['requested', 'in-force', 'refused', 'ended', 'expired']),
  reason: z.string(),
  until: time,
  requestedBy: z.string(),
  requestedAt: time,
  approvedBy: z.string().exactOptional(),
  endedBy: z.string().exactOptional(),
  endReason: z.string().exactOptional(),
  uses: z.number().int(),
  lastUsedAt: time.exactOptional(),
})

export const exceptions = z.object({ items: z.array(exception) })

export const revision = z.object({ number: z.number().int(), rulebook, changes: z.array(change) })

export const explanation = z.object({
  account: z.string(),
  application: z.string(),
  outcome: z.enum(['in', 'sets-up', 'invitation', 'stuck', 'denied']),
  text: z.string(),
  need: z.object({
    assurance: z.number(),
    phishingResistant: z.boolean(),
    userVerified: z.boolean(),
    allow: z.array(z.string()).exactOptional(),
    forbid: z.array(z.string()),
    renewal: z.enum(['due', 'barred']).exactOptional(),
    fresh: z.number().int().exactOptional(),
    remembered: z.number().int().exactOptional(),
  }),
  because: z.array(reason),
  grace: z.object({ until: time.exactOptional(), left: z.number().int().exactOptional() }).exactOptional(),
  rules: z.array(z.object({ name: z.string(), text: z.string(), rule })),
  with: z.array(z.object({ factor: z.string(), label: z.string() })),
  country: z.string().exactOptional(),
  unknown: z.array(z.string()),
})

const systemClass = z.enum(applicationClass.options)

export const systems = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      from: z.array(z.enum(['application', 'list', 'group'])),
      accounts: z.number(),
      class: systemClass,
      by: z.enum(['hand', 'application', 'rule', 'name', 'entitlement', 'nothing']),
      why: z.string(),
    }),
  ),
  lists: z.array(z.object({ name: z.string(), changedAt: time })),
  rules: z.array(z.object({ pattern: z.string(), class: systemClass, reason: z.string(), createdAt: time })),
})

const classCount = z.object({ class: systemClass, need: z.number(), lack: z.number() })

export const advice = z.object({
  accounts: z.number(),
  need: z.number(),
  lack: z.number(),
  services: z.number(),
  byClass: z.array(classCount),
  items: z.array(
    z.object({
      account: z.string(),
      here: z.boolean(),
      risk: z.number(),
      classes: z.array(systemClass),
      signals: z.array(accountMark),
      service: z.boolean(),
      because: z.array(z.string()),
    }),
  ),
  found: z.number(),
  stages: z.array(
    z.object({
      name: z.string(),
      says: z.string(),
      accounts: z.number(),
      rules: rulebook.shape.rules.unwrap(),
      rulebook,
      base: z.number(),
      yaml: z.string(),
      findings: policy.shape.findings,
    }),
  ),
})

export const broughtList = z.object({
  source: z.string(),
  lines: z.number(),
  accounts: z.number(),
  systems: z.number(),
  first: z.array(z.object({ account: z.string(), system: z.string(), entitlement: z.string() })),
  problems: z.array(z.object({ where: z.string(), reason: z.string(), remedy: z.string() })),
})

export const forgotten = z.object({ forgotten: z.number().int() })

export const nothing = z.undefined()

export const accounts = z.object({ items: z.array(account), next: z.string().optional() })

export const attributed = z.object({
  account: z.object({ attributes: z.record(z.string(), z.array(z.string())) }),
})

export const oneAccount = z.object({
  account,
  authenticators: z.array(
    z.object({
      id: authenticatorId,
      factor: z.string(),
      label: z.string(),
      status: z.string(),
      applicationId: z.string().optional(),
      createdAt: time,
      lastUsedAt: time.exactOptional(),
      describe,
      tied: z.object({ by: z.string().exactOptional() }).exactOptional(),
    }),
  ),
})

export const tied = z.object({ authenticatorId })

/** Older servers tie nothing. */
export const portal = z.object({
  factors: z.array(z.object({ id: z.string(), tied: z.boolean().default(false) })),
})

export const applications = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })

export const invited = z.object({ invitation: z.object({ link: z.string(), expiresAt: time }) })

export const handedOut = z.object({
  authenticatorId,
  show: z.record(z.string(), z.unknown()),
  expiresAt: z.number().int().exactOptional(),
})

export const auditPage = z.object({
  items: z.array(
    z.looseObject({
      at: time,
      event: z.string(),
      outcome: z.string(),
      text: z.string(),
      accountName: z.string().exactOptional(),
      by: z.object({ name: z.string() }),
      count: z.number().exactOptional(),
    }),
  ),
  next: z.string().optional(),
})

export const importers = z.object({ items: z.array(z.object({ factor: z.string() })) })

export const tokens = z.object({
  items: z.array(
    z.looseObject({
      id: authenticatorId,
      factor: z.string(),
      handle: z.string(),
      label: z.string(),
      status: z.string(),
      createdAt: time,
      expiresAt: time.exactOptional(),
      reservedFor: z.object({ id: accountId, name: z.string() }).exactOptional(),
      describe,
      etag: z.string(),
    }),
  ),
  next: z.string().exactOptional(),
})

const reported = { id: authenticatorId, factor: z.string(), label: z.string() }
const owner = z.object({ id: accountId, name: z.string() })

export const ending = z.object({
  items: z.array(
    z.object({
      ...reported,
      account: owner.exactOptional(),
      handle: z.string().exactOptional(),
      endsAt: time,
      because: z.string(),
      last: z.literal(true).exactOptional(),
    }),
  ),
  next: z.string().exactOptional(),
})

export const idle = z.object({
  items: z.array(
    z.object({ ...reported, account: owner, createdAt: time, lastUsedAt: time.exactOptional() }),
  ),
  next: z.string().exactOptional(),
})

export const brought = z.object({
  importer: z.string(),
  entries: z.number().int(),
  first: z.array(z.object({ handle: z.string(), label: z.string(), expiresAt: time.exactOptional() })),
  problems: z.array(z.object({ where: z.string(), reason: z.string(), remedy: z.string() })),
})
