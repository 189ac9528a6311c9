import * as administration from '../../administration/index.ts'
import { applicationNotFound } from '../../applications/index.ts'
import type { Engine } from '../../engine.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { ApplicationsPort } from './applications.ts'

/** Applications of the installation on this machine. */
export function applicationsHere(engine: Engine, actor: administration.Actor): ApplicationsPort {
  return {
    async doorKinds() {
      const kinds = await administration.listDoorKinds(engine, { actor })
      return kinds.map(({ id, name, keyScopes = [], templates = [] }) => ({ id, name, keyScopes, templates }))
    },
    async listApplications() {
      const all = await administration.listApplications(engine, { actor })
      return all.map(({ application, registration }) => ({ ...application, registration }))
    },
    async findApplication({ key }) {
      const application = await engine.applications.findByName(key)
      if (!application) throw applicationNotFound()
      const { registration } = await administration.withItsKeys(engine, application)
      return { ...application, registration }
    },
    listDoors: (applicationId) => administration.listDoors(engine, { actor, applicationId }),
    async createApplication(input) {
      const { connection, ...made } = await administration.createApplication(engine, { ...input, actor })
      if (!connection) throw new Error('a connection was asked for')
      return { ...made, connection }
    },
    async issueApiKey(applicationId, scopes) {
      return (await administration.issueApiKey(engine, { actor, applicationId, scopes })).token
    },
    bringApplications({ applications, ...input }) {
      const wanted = parseWith(administration.wantedApplications, applications, 'applications')
      return administration.bringApplications(engine, { actor, ...input, applications: wanted })
    },
    async rotateDoorSecret(door, overlap) {
      const { secret, text } = await administration.rotateDoorSecret(engine, { actor, ...door, overlap })
      return { id: secret.id, text }
    },
    tryOut: (door, secret) => administration.tryDoor(engine, { actor, ...door, secret }),
    disconnect: (door, reason) => administration.disconnectApplication(engine, { actor, ...door, reason }),
    async disableApplication(applicationId, reason) {
      const changes = { status: 'disabled' } as const
      await administration.changeApplication(engine, { actor, applicationId, changes, reason })
    },
  }
}
