import { accountLinkRoutes } from './account-links.ts'
import { accountRoutes } from './accounts.ts'
import { announcementRoutes } from './announcements.ts'
import { applicationDoorRoutes } from './application-doors.ts'
import { applicationRoutes } from './applications.ts'
import { attemptRoutes } from './attempts.ts'
import { auditRoutes } from './audit.ts'
import { authenticatorRoutes } from './authenticators.ts'
import { careRoutes } from './care.ts'
import { closureRoutes } from './closures.ts'
import { contactRoutes } from './contacts.ts'
import { coverageRoutes } from './coverage.ts'
import { directoryRoutes } from './directories.ts'
import { elsewhereRoutes } from './elsewhere.ts'
import { exceptionRoutes } from './exceptions.ts'
import { factorRoutes } from './factors.ts'
import { groupRoutes } from './groups.ts'
import { hostedRoutes } from './hosted.ts'
import { inventoryRoutes } from './inventory.ts'
import { laneRoutes } from './lanes.ts'
import { passwordLinkRoutes } from './password-links.ts'
import { policyRoutes } from './policy.ts'
import { poolRoutes } from './pool.ts'
import { portalRoutes } from './portal.ts'
import { rebindRoutes } from './rebind.ts'
import { receiptRoutes } from './receipts.ts'
import { referralRoutes } from './referrals.ts'
import { registrationTokenRoutes } from './registration-tokens.ts'
import { rememberedBrowserRoutes } from './remembered-browsers.ts'
import type { Route } from './route.ts'
import { sessionRoutes } from './sessions.ts'
import { setUpRoutes } from './set-up.ts'
import { signOutRoutes } from './sign-outs.ts'
import { streamRoutes } from './streams.ts'
import { verifyRoutes } from './verify.ts'
import { webhookRoutes } from './webhooks.ts'

/** Every route of the API, in the order of the manual. */
export const routes: readonly Route[] = [
  ...portalRoutes,
  ...setUpRoutes,
  ...referralRoutes,
  ...hostedRoutes,
  ...attemptRoutes,
  ...laneRoutes,
  ...passwordLinkRoutes,
  ...rebindRoutes,
  ...sessionRoutes,
  ...rememberedBrowserRoutes,
  ...announcementRoutes,
  ...authenticatorRoutes,
  ...elsewhereRoutes,
  ...signOutRoutes,
  ...contactRoutes,
  ...verifyRoutes,
  ...accountRoutes,
  ...accountLinkRoutes,
  ...groupRoutes,
  ...directoryRoutes,
  ...policyRoutes,
  ...exceptionRoutes,
  ...coverageRoutes,
  ...inventoryRoutes,
  ...careRoutes,
  ...factorRoutes,
  ...poolRoutes,
  ...applicationRoutes,
  ...applicationDoorRoutes,
  ...registrationTokenRoutes,
  ...webhookRoutes,
  ...streamRoutes,
  ...auditRoutes,
  ...closureRoutes,
  ...receiptRoutes,
]
