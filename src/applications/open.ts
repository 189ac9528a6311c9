import type { Random } from '../kernel/random.ts'
import type { Storage } from '../storage/index.ts'
import type { Applications } from './applications.ts'
import { createApplication } from './create.ts'
import { applicationStore } from './store.ts'

/** The applications in this storage. */
export function openApplications(deps: { storage: Storage; random: Random }): Applications {
  const { storage, random } = deps
  const { insert, ...store } = applicationStore(storage)
  return {
    ...store,
    create(input) {
      const application = createApplication({ clock: storage.clock, random }, input)
      return { application, statement: insert(application) }
    },
  }
}
