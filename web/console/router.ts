import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { accountsSearch } from './accounts/search.ts'
import { auditSearch } from './audit/search.ts'
import { ConsoleFrame } from './frame/console-frame.tsx'
import { NotFound } from './frame/not-found.tsx'
import { HomePage } from './home/home-page.tsx'

const root = createRootRoute({ component: ConsoleFrame, notFoundComponent: NotFound })

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage })

const accounts = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  validateSearch: accountsSearch,
  component: lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage'),
})

const account = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$id',
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
})

const applications = createRoute({
  getParentRoute: () => root,
  path: '/applications',
  component: lazyRouteComponent(() => import('./applications/applications-page.tsx'), 'ApplicationsPage'),
})

const ending = createRoute({
  getParentRoute: () => root,
  path: '/ending',
  component: lazyRouteComponent(() => import('./accounts/ending-page.tsx'), 'EndingPage'),
})

const idle = createRoute({
  getParentRoute: () => root,
  path: '/idle',
  component: lazyRouteComponent(() => import('./accounts/idle-page.tsx'), 'IdlePage'),
})

const tokens = createRoute({
  getParentRoute: () => root,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./tokens/tokens-page.tsx'), 'TokensPage'),
})

const choosing = createRoute({
  getParentRoute: () => root,
  path: '/choosing',
  component: lazyRouteComponent(() => import('./choosing/choosing-page.tsx'), 'ChoosingPage'),
})

const policy = createRoute({
  getParentRoute: () => root,
  path: '/policy',
  component: lazyRouteComponent(() => import('./policy/policy-page.tsx'), 'PolicyPage'),
})

const inventory = createRoute({
  getParentRoute: () => root,
  path: '/inventory',
  component: lazyRouteComponent(() => import('./inventory/inventory-page.tsx'), 'InventoryPage'),
})

const coverage = createRoute({
  getParentRoute: () => root,
  path: '/coverage',
  component: lazyRouteComponent(() => import('./coverage/coverage-page.tsx'), 'CoveragePage'),
})

const directories = createRoute({
  getParentRoute: () => root,
  path: '/directories',
  component: lazyRouteComponent(() => import('./directories/directories-page.tsx'), 'DirectoriesPage'),
})

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage'),
})

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
})

/** The pages of the console. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    accounts,
    account,
    applications,
    idle,
    ending,
    tokens,
    choosing,
    policy,
    inventory,
    coverage,
    directories,
    webhooks,
    audit,
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
})
