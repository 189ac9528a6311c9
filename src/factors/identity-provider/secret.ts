import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { ProviderConfig } from './config.ts'
import { secretUnusable } from './errors.ts'

/** Its secret for us; undefined for a public client. Throws `identity-provider.secret-unusable`. */
export function secretOf(
  id: string,
  { clientSecret, clientSecretFile }: Pick<ProviderConfig, 'clientSecret' | 'clientSecretFile'>,
  folder: string | undefined,
): string | undefined {
  if (clientSecretFile === undefined) return clientSecret
  const file = isAbsolute(clientSecretFile) ? clientSecretFile : join(folder ?? '.', clientSecretFile)
  const secret = textOf(id, file).replace(/\r?\n$/, '')
  if (secret === '') throw secretUnusable(id, file)
  return secret
}

function textOf(id: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw secretUnusable(id, file, error)
  }
}
