import { readFileSync } from 'node:fs'
import { directoryUnusable } from '../errors.ts'
import type { LdapConfig } from './config.ts'
import type { Access } from './session.ts'

/** How each server is entered. Throws `directory.unusable` where a file that is named cannot be read. */
export function accessesOf(id: string, config: LdapConfig): readonly Access[] {
  const { servers, startTls, bindDn, ca, bindPasswordFile } = config
  const bindPassword = bindPasswordFile
    ? textOf(id, 'bindPasswordFile', bindPasswordFile).replace(/\r?\n$/, '')
    : (config.bindPassword ?? '')
  // With an empty one a server would take us for nobody, and show what nobody may see.
  if (bindPassword === '') throw directoryUnusable(id, 'bindPasswordFile')
  const authorities = ca === undefined ? undefined : textOf(id, 'ca', ca)
  return servers.map((url) => ({ url, startTls, ca: authorities, bindDn, bindPassword }))
}

function textOf(id: string, setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw directoryUnusable(id, setting, error)
  }
}
