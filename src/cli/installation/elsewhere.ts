import type { z } from 'zod'
import { accountNotFound, type Name, typedName } from '../../accounts/index.ts'
import type { SearchQuery } from '../../administration/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import { usage } from '../errors.ts'
import * as answers from './answers.ts'
import { applicationsElsewhere } from './applications-elsewhere.ts'
import type { AuditLine, Installation, Named, ShownAccount, Subject } from './installation.ts'
import { registrationsElsewhere } from './registrations-elsewhere.ts'
import type { Remote } from './remote.ts'
import { openRest, type Rest } from './rest.ts'
import { streamsElsewhere } from './streams-elsewhere.ts'
import { tiesOf } from './ties.ts'
import { webhooksElsewhere } from './webhooks-elsewhere.ts'

/** An installation elsewhere, over its REST API; what may be done is what its key may. */
export function elsewhere(remote: Remote, send: typeof fetch): Installation {
  const rest = openRest(remote, send)
  const act = <Answer>(name: string, { accountId, ...body }: Subject, answer: z.ZodType<Answer>) =>
    rest({ path: `accounts/${accountId}/${name}`, body, answer })
  return {
    ...applicationsElsewhere(rest),
    ...registrationsElsewhere(rest),
    ...webhooksElsewhere(rest),
    ...streamsElsewhere(rest),
    findAccount: (name) => findAccount(rest, name),
    listAccounts: (query) => rest({ path: 'accounts', query: { ...query }, answer: answers.accounts }),
    showAccount: (id) => showAccount(rest, id),
    async createAccount({ name, email }) {
      const body = { name: name.shown, invite: true, ...(email === undefined ? {} : { email }) }
      return (await rest({ path: 'accounts', body, answer: answers.invited })).invitation
    },
    markAccounts: (body) => rest({ path: 'accounts/marks', body, answer: answers.marked }),
    attributesOf: async (id) =>
      (await rest({ path: `accounts/${id}`, answer: answers.attributed })).account.attributes,
    tellAttributes: ({ accountId, ...body }) =>
      rest({ path: `accounts/${accountId}`, body, method: 'PATCH', answer: answers.nothing }),
    listLinks: async (id) => (await rest({ path: `accounts/${id}/links`, answer: answers.links })).items,
    linkAccount: (link) => act('links', link, answers.link),
    unlinkAccount: async ({ accountId, linkId, reason }) => {
      const path = `accounts/${accountId}/links/${linkId}`
      await rest({ path, body: { reason }, method: 'DELETE', answer: answers.nothing })
    },
    listTies: async (id) =>
      tiesOf((await rest({ path: `accounts/${id}`, answer: answers.oneAccount })).authenticators),
    async tie({ accountId, reason }, options) {
      const { factors } = await rest({ path: 'portal', answer: answers.portal })
      const factor = factors.find(({ tied }) => tied)?.id
      if (factor === undefined) throw usage('No factor of that installation can be tied.')
      const body = { factor, options, reason }
      return rest({ path: `accounts/${accountId}/ties`, body, answer: answers.tied })
    },
    untie: async ({ accountId, authenticatorId, reason }) => {
      const path = `accounts/${accountId}/ties/${authenticatorId}`
      await rest({ path, body: { reason }, method: 'DELETE', answer: answers.nothing })
    },
    unlock: (subject) => act('unlock', subject, answers.nothing),
    forgetBrowsers: async ({ accountId, ...query }) => {
      const path = `accounts/${accountId}/remembered-browsers`
      return (await rest({ path, query, method: 'DELETE', answer: answers.forgotten })).forgotten
    },
    invite: async (subject) => (await act('invite', subject, answers.invited)).invitation,
    reset: async (subject) => (await act('reset-authenticators', subject, answers.invited)).invitation,
    resetPassword: async (subject) => (await act('reset-password', subject, answers.invited)).invitation,
    async handOut({ accountId, reason }, factor, options) {
      if (factor === undefined) throw usage('Name the factor that is to be handed out.')
      const body = { factor, options, reason }
      return rest({ path: `accounts/${accountId}/hand-outs`, body, answer: answers.handedOut })
    },
    listEnding: (page) => rest({ path: 'authenticators/ending', query: { ...page }, answer: answers.ending }),
    listIdle: (page) => rest({ path: 'authenticators/idle', query: { ...page }, answer: answers.idle }),
    searchAudit: (query) => searchAudit(rest, query),
    showPolicy: () => rest({ path: 'policy', answer: answers.policy }),
    previewRules: (rulebook) =>
      rest({ path: 'policy/preview', body: { rulebook }, answer: answers.rulesPreview }),
    effectOfRules: (rulebook) =>
      rest({ path: 'policy/effect', body: { rulebook }, answer: answers.rulesEffect }),
    rehearse: ({ rulebook, days }) =>
      rest({ path: 'policy/rehearsal', body: { rulebook, days }, answer: answers.rehearsal }),
    applyRules: (input) => rest({ path: 'policy/revisions', body: input, answer: answers.applied }),
    listRevisions: async (page) =>
      (await rest({ path: 'policy/revisions', query: { ...page }, answer: answers.revisions })).items,
    showRevision: (number) => rest({ path: `policy/revisions/${number}`, answer: answers.revision }),
    explainPolicy: ({ account, application, ...told }) =>
      rest({
        path: 'policy/explanation',
        body: { ...told, account: account.shown, application: application?.shown },
        answer: answers.explanation,
      }),
    listExceptions: async () => (await rest({ path: 'policy/exceptions', answer: answers.exceptions })).items,
    endException: ({ id, reason }) =>
      rest({ path: `policy/exceptions/${id}/end`, body: { reason }, answer: answers.exception }),
    listGroups: async () => (await rest({ path: 'groups', answer: answers.groups })).items,
    createGroup: (name) => rest({ path: 'groups', body: { name: name.shown }, answer: answers.group }),
    removeGroup: ({ groupId, ...body }) =>
      rest({ path: `groups/${groupId}/removal`, body, answer: answers.nothing }),
    listMembers: ({ groupId, ...page }) =>
      rest({ path: `groups/${groupId}/members`, query: { ...page }, answer: answers.members }),
    addToGroup: ({ groupId, ...body }) =>
      rest({ path: `groups/${groupId}/members`, body, answer: answers.nothing }),
    takeFromGroup: ({ groupId, ...body }) =>
      rest({ path: `groups/${groupId}/members/removal`, body, answer: answers.nothing }),
    listDirectories: async () => (await rest({ path: 'directories', answer: answers.directories })).items,
    checkDirectory: (id) =>
      rest({
        path: `directories/${encodeURIComponent(id)}/check`,
        body: {},
        answer: answers.directoryReport,
      }),
    syncDirectory: ({ directory, ...body }) =>
      rest({ path: `directories/${encodeURIComponent(directory)}/sync`, body, answer: answers.synced }),
    bringAccessList: ({ onProgress: _, text: table, ...input }) =>
      rest({ path: 'inventory/lists', body: { ...input, table }, answer: answers.broughtList }),
    withdrawAccessList: (body) => rest({ path: 'inventory/lists/removal', body, answer: answers.nothing }),
    classifySystems: () => rest({ path: 'inventory/systems', answer: answers.systems }),
    adviseInventory: (query) =>
      rest({ path: 'inventory/advice', query: { ...query }, answer: answers.advice }),
    sayClass: (said, as) =>
      rest({
        path: `inventory/classes${as === undefined ? '/removal' : ''}`,
        body: { ...said, class: as },
        answer: answers.nothing,
      }),
    async tokenFactors() {
      const { items } = await rest({ path: 'tokens/importers', answer: answers.importers })
      return [...new Set(items.map(({ factor }) => factor))]
    },
    listTokens: ({ after, ...query }) =>
      rest({ path: 'tokens', query: { ...query, cursor: after }, answer: answers.tokens }),
    bringTokens({ file, onProgress: _, ...input }) {
      const body = { ...input, file: Buffer.from(file).toString('base64') }
      return rest({ path: 'tokens/imports', body, answer: answers.brought })
    },
    assignToken: ({ tokenId, reason }, accountId) =>
      rest({
        path: `tokens/${tokenId}/${accountId === undefined ? 'release' : 'assign'}`,
        body: { reason, ...(accountId === undefined ? {} : { accountId }) },
        answer: answers.nothing,
      }),
    retireToken: ({ tokenId, reason }) =>
      rest({ path: `tokens/${tokenId}/retire`, body: { reason }, answer: answers.nothing }),
  }
}

const longestPage = 200

/** The API searches by parts of names; the account is the one whose whole name it is. */
async function findAccount(rest: Rest, name: Name): Promise<Named> {
  let cursor: string | undefined
  do {
    const query = { search: name.shown, limit: longestPage, cursor }
    const { items, next } = await rest({ path: 'accounts', query, answer: answers.accounts })
    const found = items.find((account) => typedName.safeParse(account.name).data?.key === name.key)
    if (found) return found
    cursor = next
  } while (cursor !== undefined)
  throw accountNotFound()
}

async function showAccount(rest: Rest, id: Named['id']): Promise<ShownAccount> {
  const { account, authenticators } = await rest({ path: `accounts/${id}`, answer: answers.oneAccount })
  const issuers = authenticators.some((one) => one.applicationId)
    ? await issuersOf(rest)
    : new Map<string, string>()
  const shown = authenticators.map(({ applicationId, ...one }) => ({
    ...one,
    issuer: applicationId === undefined ? null : (issuers.get(applicationId) ?? applicationId),
  }))
  return { account, authenticators: shown }
}

/** None where the key may not read them. */
async function issuersOf(rest: Rest): Promise<ReadonlyMap<string, string>> {
  try {
    const { items } = await rest({ path: 'applications', answer: answers.applications })
    return new Map(items.map(({ id, name }) => [id, name]))
  } catch (error) {
    if (error instanceof SallyportError && error.kind === 'forbidden') return new Map()
    throw error
  }
}

/** As many as were asked for, page by page. */
async function searchAudit(rest: Rest, { limit = longestPage, ...query }: SearchQuery) {
  const found: AuditLine[] = []
  let cursor: string | undefined
  do {
    const page = { ...query, cursor, limit: Math.min(limit - found.length, longestPage) }
    const { items, next } = await rest({ path: 'audit', query: page, answer: answers.auditPage })
    found.push(...items)
    cursor = next
  } while (cursor !== undefined && found.length < limit)
  return found
}
