import { z } from 'zod'
import { clouds } from './clouds.ts'

const guid = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'must be an id such as 00000000-0000-0000-0000-000000000000',
  )

/** What an administrator sets for a tenant that has us as external authentication method. */
export const entraSettings = z.strictObject({
  tenant: guid.describe('Directory (tenant) ID of the organisation at Microsoft; people of no other come in'),
  registration: guid.describe(
    'Application (client) ID of the app registration there that stands for us: hints are made out to it',
  ),
  cloud: z
    .enum(Object.keys(clouds) as [keyof typeof clouds])
    .default('global')
    .describe('Which of the clouds of Microsoft the organisation is in'),
  people: z
    .enum(['provisioned', 'by-name'])
    .default('provisioned')
    .describe(
      'Whose account somebody has. provisioned: the one that this application has brought by SCIM with the object ID as externalId. by-name: also the one whose name is the user name there, linked for good once its own second factor was shown',
    ),
})

export type EntraSettings = z.infer<typeof entraSettings>

/** The door's own name: applications are connected by it, and rules speak of it. */
export const door = 'entra'
