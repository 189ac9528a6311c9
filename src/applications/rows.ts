import type { CanonicalName } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import { readJson, readOption, writeJson } from '../storage/index.ts'
import {
  type ApiKey,
  type ApiKeysTable,
  type ApiScope,
  type Application,
  type ApplicationsTable,
  apiScope,
  applicationClass,
  applicationKind,
  applicationStatus,
} from './schema.ts'

/** An application out of its row. What cannot be read is taken at its strictest (G6, R15). */
export function toApplication(row: ApplicationsTable): Application {
  return {
    id: row.id as Id<'application'>,
    name: row.name,
    key: row.name_key as CanonicalName,
    kind: readOption(applicationKind.options, row.kind, 'client'),
    class: readOption(applicationClass.options, row.class, 'administration'),
    vouches: row.vouches === 1,
    status: readOption(applicationStatus.options, row.status, 'disabled'),
    owner: row.owner ?? undefined,
    logo: row.logo ?? undefined,
    version: row.version,
    createdAt: row.created_at,
  }
}

export function fromApplication(application: Application): ApplicationsTable {
  return {
    id: application.id,
    name: application.name,
    name_key: application.key,
    kind: application.kind,
    class: application.class,
    vouches: application.vouches ? 1 : 0,
    status: application.status,
    owner: application.owner ?? null,
    logo: application.logo ?? null,
    version: application.version,
    created_at: application.createdAt,
    import_id: null,
  }
}

/** A key out of its row; what cannot be read, or belongs to another version of ours, gives no right. */
export function toApiKey(row: Omit<ApiKeysTable, 'hash'>): ApiKey {
  return {
    id: row.id as Id<'api-key'>,
    applicationId: row.application_id as Id<'application'>,
    prefix: row.prefix,
    scopes: readScopes(row.scopes),
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  }
}

export function fromApiKey(key: ApiKey, hash: string): ApiKeysTable {
  return {
    id: key.id,
    application_id: key.applicationId,
    hash,
    prefix: key.prefix,
    scopes: writeJson(key.scopes),
    created_at: key.createdAt,
    expires_at: key.expiresAt ?? null,
    last_used_at: key.lastUsedAt ?? null,
    revoked_at: key.revokedAt ?? null,
  }
}

function readScopes(value: unknown): readonly ApiScope[] {
  const names = storedNames(value)
  return apiScope.options.filter((scope) => names.includes(scope))
}

function storedNames(value: unknown): readonly unknown[] {
  try {
    const names = readJson<unknown>(value)
    return Array.isArray(names) ? names : []
  } catch {
    return []
  }
}
