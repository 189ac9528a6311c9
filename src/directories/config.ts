import { z } from 'zod'
import { localDirectoryId } from './directory.ts'
import { ldapConfig } from './ldap/index.ts'

const directoryName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a short name of small letters, digits and dashes')
  .refine((name) => name !== localDirectoryId, 'is the name of our own directory')

/** The `directories` slice: each by the name that its accounts carry from then on. */
export const directoriesConfig = z.record(directoryName, ldapConfig)

export type DirectoriesConfig = z.infer<typeof directoriesConfig>
