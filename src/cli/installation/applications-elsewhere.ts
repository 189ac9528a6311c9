import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { apiScope, applicationClass, applicationNotFound } from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import type { ApplicationsPort } from './applications.ts'
import type { Rest } from './rest.ts'

const application = z.object({
  id: z.custom<Id<'application'>>((value) => typeof value === 'string' && isId(value)),
  name: z.string(),
  class: applicationClass,
  status: z.string(),
  owner: z.string().optional(),
  registration: z
    .object({
      tokenName: z.string(),
      at: z.number(),
      version: z.number(),
      approvedAt: z.number().optional(),
    })
    .optional(),
})
const door = z.object({
  door: z.string(),
  name: z.string(),
  template: z.string().exactOptional(),
  settings: z.unknown(),
  secrets: z.array(
    z.object({
      id: z.custom<Id<'door-secret'>>((value) => typeof value === 'string' && isId(value)),
      prefix: z.string(),
    }),
  ),
  shows: z.array(z.object({ label: z.string(), value: z.string() })),
  steps: z.array(z.object({ text: z.string(), paste: z.string().exactOptional() })),
})
const template = z.object({ id: z.string(), name: z.string() })
const answers = {
  kinds: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        keyScopes: z.array(apiScope),
        templates: z.array(template),
      }),
    ),
  }),
  applications: z.object({ items: z.array(application.extend({ kind: z.string() })) }),
  doors: z.object({ items: z.array(door) }),
  made: application.extend({ connection: door.extend({ secret: z.string().exactOptional() }) }),
  key: z.object({ key: z.string() }),
  rotated: z.object({ secret: z.object({ id: z.string() }), text: z.string() }),
  brought: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        act: z.enum(['create', 'change', 'same']),
        changes: z.array(z.string()),
        connections: z.array(door.extend({ secret: z.string().exactOptional() })),
      }),
    ),
  }),
  findings: z.object({
    items: z.array(
      z.object({
        check: z.string(),
        outcome: z.enum(['good', 'bad', 'unknown']),
        says: z.string(),
        remedy: z.string().exactOptional(),
      }),
    ),
  }),
  anything: z.unknown(),
}

/** Applications of an installation elsewhere. */
export function applicationsElsewhere(rest: Rest): ApplicationsPort {
  const listApplications = async () =>
    (await rest({ path: 'applications', answer: answers.applications })).items
  return {
    doorKinds: async () => (await rest({ path: 'doors', answer: answers.kinds })).items,
    listApplications,
    async findApplication({ key }) {
      const all = await listApplications()
      const found = all.find(({ name }) => typedName.safeParse(name).data?.key === key)
      if (!found) throw applicationNotFound()
      return found
    },
    listDoors: async (id) => (await rest({ path: `applications/${id}/doors`, answer: answers.doors })).items,
    createApplication: (body) => rest({ path: 'applications', body, answer: answers.made }),
    async issueApiKey(id, scopes) {
      return (await rest({ path: `applications/${id}/keys`, body: { scopes }, answer: answers.key })).key
    },
    bringApplications: async (body) =>
      (await rest({ path: 'applications/imports', body, answer: answers.brought })).items,
    async rotateDoorSecret({ applicationId, door: name }, overlap) {
      const { secret, text } = await rest({
        path: `applications/${applicationId}/doors/${name}/secrets`,
        body: { overlap: Math.round(overlap / 1000) },
        answer: answers.rotated,
      })
      return { id: secret.id, text }
    },
    async tryOut({ applicationId, door: name }, secret) {
      const path = `applications/${applicationId}/doors/${name}/test`
      return (await rest({ path, body: { secret }, answer: answers.findings })).items
    },
    async disconnect({ applicationId, door: name }, reason) {
      const path = `applications/${applicationId}/doors/${name}`
      await rest({ method: 'DELETE', path, query: { reason }, answer: answers.anything })
    },
    async disableApplication(id, reason) {
      const body = { status: 'disabled', reason }
      await rest({ method: 'PATCH', path: `applications/${id}`, body, answer: answers.anything })
    },
  }
}
