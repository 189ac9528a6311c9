import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { verify as verifyHash } from '@node-rs/argon2'
import { hashOfNobody, type Program } from './program.fixture.ts'

const integrations = join(import.meta.dirname, '../../integrations')
const folder = join(integrations, 'prisma')
const prisma = join(integrations, 'node_modules/prisma/build/index.js')

export const skipWithoutPrisma = existsSync(prisma)
  ? false
  : 'absent: Prisma is not in integrations/ (npm ci --prefix integrations --ignore-scripts)'

/** Its client is generated from what the packages hold: the binary that it would fetch is for migrations alone. */
export async function openByPrisma(url: string): Promise<Program> {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }
  const made = spawnSync(process.execPath, [prisma, 'generate'], { cwd: folder, env, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`prisma generate: ${made.stdout}${made.stderr}`)
  const module: { openByPrisma(url: string, passwords: object): Program } = await import(
    join(folder, 'users.ts')
  )
  return module.openByPrisma(url, { verifyHash, hashOfNobody })
}
