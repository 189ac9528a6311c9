import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { AccountFrame } from './frame/account-frame.tsx'
import { GuidesFrame } from './frame/guides-frame.tsx'
import { NotFound } from './frame/not-found.tsx'
import { Root } from './frame/root.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { signInSearch } from './sign-in/target.ts'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: SignInPage,
})

const returned = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/return/$provider',
  component: lazyRouteComponent(() => import('./return/return-page.tsx'), 'ReturnPage'),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./set-up/set-up-page.tsx'), 'SetUpPage'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./welcome/welcome-page.tsx'), 'WelcomePage'),
})

const recover = createRoute({
  getParentRoute: () => root,
  path: '/recover',
  component: lazyRouteComponent(() => import('./recover/recover-page.tsx'), 'RecoverPage'),
})

const lane = createRoute({
  getParentRoute: () => root,
  path: '/lane',
  component: lazyRouteComponent(() => import('./mailed-link/lane-page.tsx'), 'LanePage'),
})

const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  component: lazyRouteComponent(() => import('./mailed-link/forgotten-page.tsx'), 'ForgottenPage'),
})

const account = createRoute({ getParentRoute: () => root, id: 'account', component: AccountFrame })

const authenticators = createRoute({
  getParentRoute: () => account,
  path: '/',
  component: lazyRouteComponent(
    () => import('./authenticators/authenticators-page.tsx'),
    'AuthenticatorsPage',
  ),
})

const add = createRoute({
  getParentRoute: () => account,
  path: '/authenticators',
  component: lazyRouteComponent(() => import('./authenticators/add-page.tsx'), 'AddPage'),
})

const contacts = createRoute({
  getParentRoute: () => account,
  path: '/contacts',
  component: lazyRouteComponent(() => import('./contacts/contacts-page.tsx'), 'ContactsPage'),
})

const sessions = createRoute({
  getParentRoute: () => account,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./sessions/sessions-page.tsx'), 'SessionsPage'),
})

const guides = createRoute({ getParentRoute: () => root, id: 'help', component: GuidesFrame })

const guideList = createRoute({
  getParentRoute: () => guides,
  path: '/guides',
  component: lazyRouteComponent(() => import('./guides/guides-page.tsx'), 'GuidesPage'),
})

const guide = createRoute({
  getParentRoute: () => guides,
  path: '/guides/$factor',
  component: lazyRouteComponent(() => import('./guides/guide-page.tsx'), 'GuidePage'),
})

/** The pages of the portal. */
export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    returned,
    setUp,
    welcome,
    lane,
    forgotten,
    recover,
    account.addChildren([authenticators, add, contacts, sessions]),
    guides.addChildren([guideList, guide]),
  ]),
  defaultPreload: 'intent',
})
