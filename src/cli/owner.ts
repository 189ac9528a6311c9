import { accessSync, constants, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { Environment } from '../server/config-environment.ts'
import { notTheService, programOutOfReach } from './errors.ts'

/**
 * Run as root, we become whoever owns the data folder before anything in it is touched: files of root's there would
 * stop the service. Anyone else must be the owner (R10). A folder that does not exist yet becomes the caller's.
 * The rest of the program is loaded by the one we became: it must be able to.
 */
export function becomeOwner(folder: string): void {
  const owner = ownerOf(folder)
  const uid = process.geteuid?.()
  if (!owner || uid === undefined || owner.uid === uid) return
  if (uid !== 0) throw notTheService(folder)
  process.setgroups?.([owner.gid])
  process.setgid?.(owner.gid)
  process.setuid?.(owner.uid)
  if (!isReadable(import.meta.filename)) throw programOutOfReach(import.meta.dirname, folder)
}

/** The operating-system user, as audit names who ran this; under sudo the one who called it. */
export function operatorName(env: Environment, startedAsRoot: boolean): string {
  if (startedAsRoot && env.SUDO_USER) return env.SUDO_USER.slice(0, 64)
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function ownerOf(folder: string): { readonly uid: number; readonly gid: number } | undefined {
  if (process.platform === 'win32') return undefined
  return statSync(folder, { throwIfNoEntry: false })
}
