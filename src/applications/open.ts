import type { Random } from '../kernel/random.ts'
import type { Storage } from '../storage/index.ts'
import type { Applications } from './applications.ts'
import { createApplication } from './create.ts'
import { logoStore } from './logos-store.ts'
import { portalId } from './portal.ts'
import type { Application } from './schema.ts'
import { stagedApplications } from './staging-store.ts'
import { applicationStore } from './store.ts'

/** The applications in this storage. */
export function openApplications(deps: {
  storage: Storage
  random: Random
  /** What people know this installation by; the portal bears it. */
  portalName?: string | undefined
}): Applications {
  const { storage, random, portalName } = deps
  const shown = (application: Application): Application =>
    application.id === portalId && portalName ? { ...application, name: portalName } : application
  const { insert, ...store } = applicationStore(storage)
  const logos = logoStore(storage)
  return {
    ...store,
    staging: stagedApplications(deps),
    async find(id) {
      const application = await store.find(id)
      return application && shown(application)
    },
    logoOf: logos.logoOf,
    setLogo: (at, logo) => [
      store.change(at, { logo: logo?.hash ?? '' }),
      logo ? logos.putLogo(at.id, logo) : logos.removeLogo(at.id),
    ],
    list: async () => (await store.list()).map(shown),
    create(input) {
      const application = createApplication({ clock: storage.clock, random }, input)
      return { application, statement: insert(application) }
    },
  }
}
