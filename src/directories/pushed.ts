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

/** Whether its accounts are judged there, and have neither password nor standing of ours. */
export function isAsked(directory: DirectoryId): boolean {
  return directory !== localDirectoryId && applicationBehind(directory) === undefined
}
