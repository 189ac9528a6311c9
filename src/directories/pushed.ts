import { type DirectoryId, localDirectoryId } from './directory.ts'

const prefix = 'scim:'

/** The directory of an application that brings its people by itself, and is never asked about them. */
export function pushedDirectoryId(applicationId: string): DirectoryId {
  return prefix + applicationId
}

/** The application behind such a directory; undefined for all others. */
export function applicationBehind(directory: DirectoryId): string | undefined {
  return directory.startsWith(prefix) ? directory.slice(prefix.length) : undefined
}

/** How rules call it: those that applications bring are one. */
export function directoryInRules(directory: DirectoryId): string {
  return applicationBehind(directory) === undefined ? directory.toLowerCase() : pushedInRules
}

const pushedInRules = 'scim'

/** Whether its accounts are judged there, and have neither password nor standing of ours. */
export function isAsked(directory: DirectoryId): boolean {
  return directory !== localDirectoryId && applicationBehind(directory) === undefined
}
