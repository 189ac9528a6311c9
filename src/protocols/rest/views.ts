import { z } from 'zod'
import { accountMark, accountRole, accountStatus, contactType } from '../../accounts/index.ts'
import { apiScope, applicationClass, applicationKind } from '../../applications/index.ts'
import { isId } from '../../kernel/ids.ts'

/** An id in a path or body. One that no row can have is refused like one that no row has. */
export const id = z.string().refine((text) => isId(text), 'is not an id')
export const time = z.number().int().min(0).describe('Epoch milliseconds')
/** Why somebody does it, in their words; kept in the audit trail. */
export const givenReason = z.string().trim().min(1).max(500)
export const reasoned = z.strictObject({ reason: givenReason })
export const reason = z.object({
  id: z.string(),
  text: z.string(),
  exception: z
    .object({ demands: z.array(z.string()), until: time })
    .optional()
    .describe('What an exception leaves out, and until when'),
})
/** A rule, or a strength, as it is written. */
const written = z.record(z.string(), z.unknown()).describe('As it is written')
export const describe = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
export const show = z
  .record(z.string(), z.unknown())
  .describe('Shown once; what is in it depends on the factor')

export const notice = z.object({
  factor: z.string(),
  id: z.string(),
  text: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const sessionView = z.object({
  id,
  account: z.object({ id, name: z.string(), role: accountRole }),
  application: z.object({ id, name: z.string() }),
  assurance: z.number().int(),
  factors: z.array(z.string()),
  remembered: z.literal(true).optional().describe('A remembered browser stood in for the second factor'),
  authenticatedAt: time,
  issuedAt: time,
  lastSeenAt: time,
  expiresAt: time,
  current: z.boolean(),
  source: z.string().optional(),
  userAgent: z.string().optional(),
})

export const rememberedBrowserView = z.object({
  id,
  rememberedAt: time,
  lastUsedAt: time,
  expiresAt: time,
  current: z.boolean(),
  source: z.string().optional(),
  userAgent: z.string().optional(),
})

export const putOffView = z.object({
  until: time.optional().describe('When it cannot wait any longer; absent: no date ends it'),
  left: z.number().int().optional().describe('How often it may still be put off; absent: no number ends it'),
})

export const attemptView = z.object({
  id,
  purpose: z.enum(['sign-in', 'step-up', 'set-up', 'transaction']),
  state: z
    .enum(['proving', 'enrolling', 'renewing', 'satisfied', 'recovered', 'denied', 'completed'])
    .describe(
      '`renewing`: all is shown, and what `renew` names must be replaced before anything comes of it. `recovered`: enough to replace what was lost, not to be signed in. `denied`: a rule lets nobody in here now; `because` says which',
    ),
  expiresAt: time,
  account: z.object({ name: z.string() }),
  application: z.object({ id, name: z.string() }),
  transaction: z
    .record(z.string(), z.string())
    .optional()
    .describe('What is to be approved; show all of it, in this order'),
  forgotten: z
    .string()
    .optional()
    .describe('The factor in whose place a mailed link stands: `recover` is all that comes of it'),
  proved: z.array(z.object({ factor: z.string() })),
  options: z.array(
    z.object({
      factor: z.string(),
      role: z.enum(['factor', 'recovery']),
      speaksFirst: z.boolean(),
      authenticatorId: id.optional(),
      label: z.string().optional(),
      lastUsed: z.literal(true).optional(),
      describe: describe.optional(),
    }),
  ),
  withheld: z.array(
    z.object({ factor: z.string(), label: z.string(), reason: z.string(), text: z.string() }),
  ),
  enrol: z
    .object({
      required: z.literal(true),
      factors: z.array(z.string()),
      putOff: putOffView.optional().describe('It may wait: complete with `putOff`'),
    })
    .optional(),
  renew: z
    .object({ factor: z.string() })
    .optional()
    .describe('What must be replaced by another one, by `POST /attempts/current/renewal`'),
  because: z.array(reason),
  remembers: z
    .number()
    .int()
    .optional()
    .describe(
      'Milliseconds for which no second factor need be shown at this browser, where its owner asks for it',
    ),
  notices: z.array(notice),
  secret: z.string().optional().describe('For applications only; shown once'),
  completionId: id.optional(),
  session: sessionView.optional(),
  token: z.string().optional().describe('The session, for applications only; shown once'),
})

export const authenticatorStatus = z.enum(['pending', 'active', 'disabled', 'suspended', 'lost', 'expired'])

export const authenticatorView = z.object({
  id,
  factor: z.string(),
  role: z.enum(['factor', 'recovery']),
  label: z.string(),
  status: authenticatorStatus,
  applicationId: id.optional(),
  createdAt: time,
  lastUsedAt: time.optional(),
  expiresAt: time.optional(),
  endsSoon: time.optional().describe('Time to add the next one; this one is thought to be good until then'),
  describe,
  operations: z.array(z.string()),
  etag: z.string(),
})

/** As those see it who help its owner. */
export const caredForView = authenticatorView.extend({
  helps: z.array(z.string()).describe('Operations that its factor offers whoever helps'),
  tied: z
    .object({
      by: z.string().optional().describe('Who has tied it; absent: its owner, by signing in at both'),
    })
    .optional()
    .describe('Another house says who they are: an administrator may tie and untie such'),
})

export const accountView = z.object({
  id,
  name: z.string(),
  role: accountRole,
  status: accountStatus,
  marks: z.array(accountMark),
  directory: z.string().describe('Where it comes from, as rules name it'),
  attributes: z.record(z.string(), z.array(z.string())).describe('What rules may speak of'),
  contacts: z.array(
    z.object({
      type: contactType,
      value: z.string().describe('Numbers are masked'),
      verified: z.boolean().describe('Its owner has typed what was sent there'),
    }),
  ),
  createdAt: time,
  lastSignInAt: time.optional(),
  factors: z.array(z.object({ factor: z.string(), count: z.number().int() })),
  protected: z.boolean().describe('A second factor was confirmed'),
})

export const invitationView = z.object({ link: z.string().describe('Shown once'), expiresAt: time })

const pastRefusal = z.object({
  at: time,
  reason: z.string(),
  text: z.string(),
  count: z.number().int(),
  source: z.string().optional(),
})

export const whyView = z.object({
  bar: z.number().int(),
  needs: z.object({ assurance: z.number().int(), enrolment: z.string(), because: z.array(reason) }),
  locked: z.array(
    z.object({ what: z.string(), text: z.string(), wait: z.number().optional(), remedy: z.string() }),
  ),
  lastRefusals: z.array(pastRefusal),
})

export const apiKeyView = z.object({
  id,
  prefix: z.string(),
  scopes: z.array(apiScope),
  createdAt: time,
  expiresAt: time.optional(),
  lastUsedAt: time.optional(),
  revokedAt: time.optional(),
})

export const applicationView = z.object({
  id,
  name: z.string(),
  kind: applicationKind,
  class: applicationClass,
  vouches: z.boolean(),
  status: z.string(),
  owner: z.string().optional().describe('Whom to ask about it'),
  logo: z.string().optional().describe('Where its logo is'),
  createdAt: time,
  keys: z.array(apiKeyView),
  registration: z
    .object({
      tokenName: z.string().describe('With which token'),
      at: time,
      version: z.number().describe('Of what it has set itself'),
      approvedAt: time.optional().describe('When an administrator looked at it; absent: nobody has'),
    })
    .optional()
    .describe('That it registered itself'),
})

/** A page of a list; `next` is absent on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().optional() })
}

/** `cursor` is what the page before called `next`. */
export const pageQuery = {
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
}

/** Text messages that were stopped, and until when. */
export const closureView = z.object({
  scope: z.string(),
  what: z.string(),
  reason: z.enum(['budget', 'conversion']),
  because: z.string(),
  openedAt: time,
  until: time,
})

export const directoryView = z.object({
  id: z.string(),
  type: z.enum(['ldap', 'host']),
  place: z.string(),
  every: z.number().int().describe('Milliseconds between two readings.'),
  accounts: z.object({ active: z.number().int(), all: z.number().int() }),
  groups: z.number().int(),
  last: z
    .object({
      beganAt: time,
      endedAt: time.optional(),
      outcome: z.enum(['done', 'held', 'failed']).optional(),
      result: z.unknown(),
    })
    .optional(),
})

export const directoryReport = z.object({
  servers: z.array(
    z.object({
      url: z.string(),
      reachable: z.boolean(),
      problem: z.string().optional(),
      took: z.number().describe('Milliseconds.'),
    }),
  ),
  people: z.number().int().optional(),
  groups: z.number().int().optional(),
  problems: z.array(z.string()),
})

const share = z.object({ going: z.number().int(), of: z.number().int() })

export const syncResult = z.object({
  outcome: z.enum(['done', 'held', 'previewed']),
  created: z.number().int(),
  changed: z.number().int(),
  ended: z.number().int(),
  groups: z.number().int(),
  removals: z.object({ accounts: share, groups: share, memberships: share, word: z.string() }),
  ending: z.array(z.string()),
  leftOut: z.array(
    z.object({
      name: z.string(),
      because: z.enum(['name-taken', 'not-a-name', 'id-twice', 'group-name-taken', 'last-administrator']),
    }),
  ),
})

export const groupView = z.object({ id, name: z.string(), createdAt: time, members: z.number().int() })

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
  other: z.string().optional(),
  text: z.string(),
})

const change = z.object({
  what: z.enum(['rule', 'strength']),
  name: z.string(),
  before: z.string().optional().describe('Absent where it was added'),
  after: z.string().optional().describe('Absent where it was removed'),
  was: written.optional(),
  becomes: written.optional(),
})

export const policyView = z.object({
  mfa: z.enum(['required', 'offered']),
  recovery: z.boolean(),
  passwordReset: z.boolean(),
  remembers: z
    .number()
    .int()
    .optional()
    .describe(
      'Milliseconds for which a browser is remembered where its owner asks for it and no rule says less',
    ),
  version: z.string(),
  revision: z.number().int().describe('What was applied last; 0 where nothing ever was'),
  rules: z.array(
    z.object({
      name: z.string(),
      text: z.string(),
      rule: written,
      applied: z.boolean().describe('It was applied, and does not stand in the configuration'),
      reports: z.boolean().describe('It demands nothing, and only reports'),
      says: z.string().optional(),
    }),
  ),
  findings: z.array(finding),
})

export const rulesPreviewView = z.object({ changes: z.array(change), findings: z.array(finding) })

const some = z.object({
  accounts: z.number().int(),
  examples: z.array(z.string()).describe('Names of a few'),
})

export const rulesEffectView = z.object({
  examined: z.number().int().describe('All accounts, up to some hundred thousand'),
  more: some.describe('More is asked of them than now'),
  less: some.describe('Less is asked of them than now'),
  setUp: some.describe(
    'Of whom more is asked: they set something up at their next sign-in, or once it can wait no longer',
  ),
  invited: some.describe('Of whom more is asked: they come in only by an invitation'),
  shutOut: some.describe('Of whom more is asked: they do not come in at all'),
})

const touch = z.object({
  signIns: z.number().int(),
  accounts: z.number().int(),
  examples: z.array(z.string()).describe('Names of a few'),
})

const counted = z.array(z.object({ name: z.string(), signIns: z.number().int() }))

export const rehearsalView = z.object({
  since: time,
  until: time,
  signIns: z.number().int(),
  admissions: z.number().int().describe('Of these, with a session that was there already'),
  accounts: z.number().int(),
  outcomes: z.object({
    asked: touch.describe('Something that they have would have been asked for'),
    putOff: touch
      .extend({
        until: time.optional().describe('When the last of it that a date ends cannot wait any longer'),
      })
      .describe('Something would have to be set up, and they could have put it off'),
    setUp: touch.describe('Something would have been set up on the way'),
    invited: touch.describe('An invitation would have been needed'),
    denied: touch.describe('They would not have come in'),
    refused: touch.describe('Calls of applications that would have been refused'),
  }),
  rules: counted,
  applications: counted,
  days: z.array(z.object({ day: time, signIns: z.number().int(), touched: z.number().int() })),
  untold: z
    .object({ admissions: z.number().int(), last: time })
    .optional()
    .describe('Admissions that are left out: the trail does not say what they rested on'),
})

export const appliedView = rulesPreviewView.extend({ revision: z.number().int() })

export const revisionEntryView = z.object({
  number: z.number().int(),
  author: z.string(),
  reason: z.string(),
  createdAt: time,
})

export const exceptionView = z.object({
  id: z.string(),
  account: z.string(),
  application: z.string().optional().describe('Absent: everywhere'),
  demands: z.array(z.string()),
  idle: z.array(z.string()).describe('Of these, what nobody demands any more'),
  state: z
    .enum(['requested', 'in-force', 'refused', 'ended', 'expired'])
    .describe('`requested`: waits for a second administrator'),
  reason: z.string(),
  until: time,
  requestedBy: z.string(),
  requestedAt: time,
  approvedBy: z.string().optional(),
  endedBy: z.string().optional(),
  endReason: z.string().optional(),
  uses: z.number().int().describe('Sign-ins and approvals that needed it'),
  lastUsedAt: time.optional(),
})

export const rulebookView = z.object({
  strengths: z.record(z.string(), z.unknown()),
  rules: z.array(z.record(z.string(), z.unknown())),
})

export const revisionView = z.object({
  number: z.number().int(),
  rulebook: rulebookView,
  changes: z.array(change).describe('Against the revision before'),
})

export const explanationView = z.object({
  account: z.string(),
  application: z.string(),
  outcome: z
    .enum(['in', 'sets-up', 'invitation', 'stuck', 'denied'])
    .describe('`stuck`: what the account has would count, and none of it can be used now'),
  text: z.string(),
  need: z.object({
    assurance: z.number().int(),
    phishingResistant: z.boolean(),
    userVerified: z.boolean(),
    allow: z.array(z.string()).optional(),
    forbid: z.array(z.string()),
    renewal: z
      .enum(['due', 'barred'])
      .optional()
      .describe('The password must be changed: on the way, or, `barred`, in another sign-in before'),
    fresh: z.number().int().optional().describe('Milliseconds that the proofs behind a session may be old'),
    remembered: z
      .number()
      .int()
      .optional()
      .describe('Milliseconds for which a browser that has shown a second factor need not show one again'),
  }),
  because: z.array(reason),
  grace: z
    .object({ until: time.optional(), left: z.number().int().optional().describe('How often') })
    .optional()
    .describe('How long what is set up may still be put off; what ends first counts'),
  rules: z.array(z.object({ name: z.string(), text: z.string(), rule: written })),
  with: z.array(z.object({ factor: z.string(), label: z.string() })),
  country: z.string().optional().describe('From which country, where rules ask and it is known'),
  unknown: z.array(z.string()).describe('What was not told, and is therefore demanded for'),
})
