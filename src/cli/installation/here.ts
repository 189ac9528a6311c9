import { accountNotFound } from '../../accounts/index.ts'
import * as administration from '../../administration/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import type { Engine } from '../../engine.ts'
import { authenticatorView } from '../../enrolment/index.ts'
import { usage } from '../errors.ts'
import { applicationsHere } from './applications-here.ts'
import type { Installation, Named, ShownAccount } from './installation.ts'
import { registrationsHere } from './registrations-here.ts'
import { streamsHere } from './streams-here.ts'
import { tiesOf } from './ties.ts'
import { webhooksHere } from './webhooks-here.ts'

/** The installation on this machine, opened with the rights of the service. */
export function here(engine: Engine, actor: administration.Actor): Installation {
  return {
    ...applicationsHere(engine, actor),
    ...registrationsHere(engine, actor),
    ...webhooksHere(engine, actor),
    ...streamsHere(engine, actor),
    async findAccount(name) {
      const account = await engine.accounts.findByName(name.key)
      if (!account) throw accountNotFound()
      return account
    },
    listAccounts: (query) => administration.listAccounts(engine, { actor, query: given(query) }),
    showAccount: (id) => showAccount(engine, id),
    async createAccount(input) {
      const { invitation } = await administration.createAccount(engine, { ...input, actor, invite: true })
      if (!invitation) throw new Error('an invitation was asked for')
      return invitation
    },
    markAccounts: (input) => administration.markAccounts(engine, { actor, ...input }),
    attributesOf: async (accountId) =>
      (await administration.showAccount(engine, { actor, accountId })).account.attributes,
    tellAttributes: (told) => administration.changeAccount(engine, { actor, ...told }),
    listLinks: (accountId) => administration.listLinks(engine, { actor, accountId }),
    linkAccount: (link) => administration.linkAccount(engine, { actor, ...link }),
    unlinkAccount: (link) => administration.unlinkAccount(engine, { actor, ...link }),
    listTies: async (accountId) =>
      tiesOf((await administration.showAccount(engine, { actor, accountId })).authenticators),
    tie: (subject, options) =>
      administration.tieAuthenticator(engine, { actor, ...subject, factor: onlyTied(engine), options }),
    untie: (tie) => administration.untieAuthenticator(engine, { actor, ...tie }),
    unlock: (subject) => administration.unlockAccount(engine, { actor, ...subject }),
    forgetBrowsers: (subject) => administration.forgetBrowsers(engine, { actor, ...subject }),
    invite: async (subject) => (await administration.inviteAccount(engine, { actor, ...subject })).invitation,
    reset: async (subject) =>
      (await administration.resetAuthenticators(engine, { actor, ...subject })).invitation,
    resetPassword: async (subject) =>
      (await administration.resetPassword(engine, { actor, ...subject })).invitation,
    handOut: async (subject, factor, options) =>
      administration.handOut(engine, {
        actor,
        ...subject,
        factor: factor ?? onlyHandedOut(engine),
        options,
      }),
    listEnding: ({ days, ...page }) => administration.listEnding(engine, { actor, days, ...given(page) }),
    listIdle: ({ days, ...page }) => administration.listIdle(engine, { actor, days, ...given(page) }),
    searchAudit: async (query) => (await administration.searchAudit(engine, { actor, query })).items,
    showPolicy: () => administration.showPolicy(engine, { actor }),
    previewRules: (rulebook) => administration.previewRules(engine, { actor, rulebook }),
    effectOfRules: (rulebook) => administration.effectOfRules(engine, { actor, rulebook }),
    rehearse: (input) => administration.rehearse(engine, { actor, ...input }),
    applyRules: (input) => administration.applyRules(engine, { actor, ...input }),
    listRevisions: (page) => administration.listRevisions(engine, { actor, page }),
    showRevision: (number) => administration.showRevision(engine, { actor, number }),
    explainPolicy: (whatIf) => administration.explainPolicy(engine, { actor, whatIf }),
    listExceptions: () => administration.listExceptions(engine, { actor }),
    endException: (input) => administration.endException(engine, { actor, ...input }),
    listGroups: () => administration.listGroups(engine, { actor }),
    createGroup: (name) => administration.createGroup(engine, { actor, name }),
    removeGroup: (group) => administration.removeGroup(engine, { actor, ...group }),
    listMembers: (query) => administration.listMembers(engine, { actor, ...query }),
    addToGroup: (member) => administration.addToGroup(engine, { actor, ...member }),
    takeFromGroup: (member) => administration.takeFromGroup(engine, { actor, ...member }),
    listDirectories: () => administration.listDirectories(engine, { actor }),
    checkDirectory: (directory) => administration.checkDirectory(engine, { actor, directory }),
    syncDirectory: (input) => administration.syncDirectory(engine, { actor, ...input }),
    bringAccessList: (input) => administration.bringAccessList(engine, { actor, ...input }),
    withdrawAccessList: (input) => administration.withdrawAccessList(engine, { actor, ...input }),
    classifySystems: () => administration.classifySystems(engine, { actor }),
    adviseInventory: (query, onProgress) =>
      administration.adviseInventory(engine, { actor, query, onProgress }),
    sayClass: (said, as) =>
      as === undefined
        ? administration.forgetSystemClass(engine, { actor, ...said })
        : administration.setSystemClass(engine, { actor, ...said, class: as }),
    tokenFactors: async () => engine.factors.all.filter(({ importers }) => importers).map(({ id }) => id),
    listTokens: (query) => administration.listTokens(engine, { actor, query }),
    bringTokens: (input) => administration.bringTokens(engine, { actor, ...input }),
    async assignToken(act, accountId) {
      if (accountId === undefined) await administration.releaseToken(engine, { actor, ...act })
      else await administration.assignToken(engine, { actor, ...act, accountId })
    },
    retireToken: (act) => administration.retireToken(engine, { actor, ...act }),
  }
}

/** What was typed, without what was not. */
function given<Query extends object>(query: Query) {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}

async function showAccount(engine: Engine, id: Named['id']): Promise<ShownAccount> {
  const account = await engine.accounts.find(id)
  if (!account) throw accountNotFound()
  const rows = await engine.authenticators.ofAccount(id)
  const issuers = new Map((await engine.applications.list()).map((one) => [one.id, one.name]))
  const shown = (row: Authenticator) => ({
    ...row,
    confirmedAt: row.confirmedAt ?? null,
    issuer: row.applicationId ? (issuers.get(row.applicationId) ?? null) : null,
    describe: authenticatorView(engine, row).describe,
  })
  return { account, authenticators: rows.map(shown) }
}

/** The only kind that is handed out. */
function onlyHandedOut(engine: Engine): string {
  const [only, ...others] = engine.factors.all.filter((factor) => factor.traits.handedOut)
  if (!only || others.length > 0) throw usage('Name the factor that is to be handed out.')
  return only.id
}

/** The only kind that is tied. */
function onlyTied(engine: Engine): string {
  const [only] = engine.factors.all.filter(({ tie }) => tie)
  if (!only) throw usage('No factor of this installation can be tied.')
  return only.id
}
