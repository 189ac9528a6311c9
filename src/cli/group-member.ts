import { z } from 'zod'
import { groupNotFound, typedName } from '../accounts/index.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Context } from './context.ts'
import type { CommandInput } from './definition.ts'
import { neededName } from './holders.ts'
import type { Installation } from './installation/index.ts'
import { neededReason } from './reason.ts'

/** The group of that name. Throws `group.not-found`. */
export async function groupCalled(installation: Installation, name: string | undefined) {
  const wanted = parseWith(typedName, name, 'group')
  const groups = await installation.listGroups()
  const group = groups.find((one) => typedName.safeParse(one.name).data?.key === wanted.key)
  if (!group) throw groupNotFound()
  return group
}

const memberOptions = z.strictObject({
  accountName: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** Who goes into which group, or out of it, and why. */
export async function memberOf(context: Context, { argument, options }: CommandInput) {
  const given = parseWith(memberOptions, options)
  const name = await neededName(given.accountName, '-n, --account-name', undefined)
  const reason = await neededReason(context, given.reason)
  const installation = await context.installation()
  const [group, account] = [await groupCalled(installation, argument), await installation.findAccount(name)]
  return { installation, group, account, act: { groupId: group.id, accountId: account.id, reason } }
}
